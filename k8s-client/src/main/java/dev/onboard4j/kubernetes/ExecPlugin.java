package dev.onboard4j.kubernetes;

import dev.onboard4j.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs the exec plugin of a kubeconfig's user for its credentials. Thread-safe.
 *
 * <p>The plugin is killed when the wait for it ends. Source: Kubernetes documentation, "client-go
 * credential plugins".
 */
final class ExecPlugin {
  private static final int WORDS = 2_000;

  private final Path folder;
  private final Map<String, Object> exec;
  private final Map<String, Object> cluster;
  private final Waiting waiting;

  /**
   * The plugin of one user.
   *
   * @param folder the folder of the kubeconfig, to which relative commands refer
   * @param exec the user's section {@code exec}
   * @param cluster the cluster of the context
   */
  ExecPlugin(Path folder, Map<String, Object> exec, Map<String, Object> cluster, Waiting waiting) {
    this.folder = folder;
    this.exec = exec;
    this.cluster = cluster;
    this.waiting = waiting;
  }

  /** Waits for an effect, with a limit: {@code requests::await}. */
  @FunctionalInterface
  interface Waiting {
    /** Calls the probe until it answers; throws when the run's deadline passes. */
    Boolean await(String effect, Supplier<Optional<Boolean>> probe);
  }

  /** The plugin did not give credentials; the message contains its error output. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message);
    }
  }

  /**
   * The credentials of the plugin: a token, a client certificate, or both; empty if absent.
   *
   * @param token a bearer token
   * @param certificate the PEM of a client certificate
   * @param key the PEM of its key
   */
  record Credential(Secret token, String certificate, Secret key) {
    /** Names no secret. */
    @Override
    public String toString() {
      return "credential of an exec plugin";
    }
  }

  /**
   * Runs the plugin.
   *
   * @throws Failed if it cannot be started, fails, or gives no credentials
   */
  Credential run() {
    Process process = start();
    try {
      CompletableFuture<String> output = text(process.getInputStream());
      CompletableFuture<String> errors = text(process.getErrorStream());
      CompletableFuture<Void> end = CompletableFuture.allOf(process.onExit(), output, errors);
      waiting.await(this + " ends", () -> ended(end));
      return credential(process.exitValue(), output.join(), errors.join().strip());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start() {
    String command = KubeJson.text(exec.get("command"));
    boolean relative = command.contains("/") && !Path.of(command).isAbsolute();
    List<String> line = new ArrayList<>();
    line.add(relative ? folder.resolve(command).toString() : command);
    line.addAll(KubeJson.texts(exec.get("args")));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      String hint = KubeJson.text(exec.get("installHint"));
      throw new Failed(this + " cannot be started: " + e.getMessage() + suffix(hint));
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (Object one : KubeJson.list(exec.get("env"))) {
      Map<String, Object> variable = KubeJson.map(one);
      environment.put(KubeJson.text(variable.get("name")), KubeJson.text(variable.get("value")));
    }
    environment.put("KUBERNETES_EXEC_INFO", KubeJson.write(info()));
    return environment;
  }

  private Map<String, Object> info() {
    Map<String, Object> spec = new LinkedHashMap<>(Map.of("interactive", false));
    if (Boolean.TRUE.equals(exec.get("provideClusterInfo"))) {
      spec.put("cluster", cluster);
    }
    String version = KubeJson.text(exec.get("apiVersion"));
    return Map.of("kind", "ExecCredential", "apiVersion", version, "spec", spec);
  }

  private static CompletableFuture<String> text(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Waits for a second at most; the engine decides whether to wait on. */
  private static Optional<Boolean> ended(CompletableFuture<Void> end) {
    try {
      end.get(1, TimeUnit.SECONDS);
      return Optional.of(true);
    } catch (TimeoutException running) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new Failed("the output of an exec plugin cannot be read: " + e.getCause());
    } catch (InterruptedException e) {
      // The engine's next pause ends the wait.
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Credential credential(int exitCode, String output, String errors) {
    if (exitCode != 0) {
      throw new Failed(this + " failed with exit code " + exitCode + suffix(errors));
    }
    Map<String, Object> status = KubeJson.map(KubeJson.parse(output).get("status"));
    String token = KubeJson.text(status.get("token"));
    String certificate = KubeJson.text(status.get("clientCertificateData"));
    if (token.isEmpty() && certificate.isEmpty()) {
      throw new Failed(this + " gave no credentials" + suffix(errors));
    }
    String key = KubeJson.text(status.get("clientKeyData"));
    return new Credential(Secret.of(token), certificate, Secret.of(key));
  }

  private static String suffix(String words) {
    String end = words.substring(Math.max(0, words.length() - WORDS));
    return end.isEmpty() ? "" : ": " + end;
  }

  @Override
  public String toString() {
    return "the exec plugin '" + KubeJson.text(exec.get("command")) + "'";
  }
}
