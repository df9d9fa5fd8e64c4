package dev.onboard4j.testkit.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A real control plane on loopback: etcd, kube-apiserver and kube-controller-manager as child
 * processes, with RBAC and users of static tokens.
 *
 * <p>The environment variable {@code KUBEBUILDER_ASSETS} names the folder of the binaries, as for
 * envtest. No child outlives this JVM, even a killed one: each child has a shell as its parent that
 * kills the child when the pipe to this JVM closes. A start takes about three seconds. Thread-safe.
 *
 * <pre>{@code
 * try (ControlPlane plane = ControlPlane.start(Path.of(System.getenv("KUBEBUILDER_ASSETS")))) {
 *   onboarding.set("kubernetes.kubeconfig", plane.kubeconfig("admin").toString());
 * }
 * }</pre>
 */
public final class ControlPlane implements AutoCloseable {
  /** The environment variable that names the folder of the binaries. */
  public static final String ASSETS = "KUBEBUILDER_ASSETS";

  /** A user of group system:masters. */
  public static final String ADMIN = "admin";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  // Kills the child when standard input ends, as it does when this JVM ends; ends with the child.
  private static final String GUARD =
      "exec 3<&0; \"$@\" & child=$!; (cat <&3 >/dev/null; kill -9 $child 2>/dev/null) & wait $child";
  private static final int USERS = 40;
  private static final List<String> API_SERVER_FLAGS =
      List.of(
          "--bind-address=127.0.0.1",
          "--advertise-address=127.0.0.1",
          "--endpoint-reconciler-type=none",
          "--authorization-mode=Node,RBAC",
          "--service-cluster-ip-range=10.0.0.0/24",
          "--allow-privileged",
          "--service-account-issuer=https://kubernetes.default.svc");

  private final Path folder;
  private final int port;
  private final Map<String, String> tokens = new TreeMap<>();
  private final List<Process> processes = new ArrayList<>();

  private ControlPlane(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    tokens.put(ADMIN, UUID.randomUUID().toString());
    for (int i = 0; i < USERS; i++) {
      tokens.put("user-" + i, UUID.randomUUID().toString());
      tokens.put("guest-" + i, UUID.randomUUID().toString());
    }
  }

  /**
   * Starts a control plane with the binaries of that folder.
   *
   * @throws IllegalStateException if it is not ready within a minute; the message has the end of
   *     its logs
   */
  public static ControlPlane start(Path assets) {
    try {
      ControlPlane plane = new ControlPlane(Files.createTempDirectory("control-plane"), freePort());
      try {
        plane.run(assets);
      } catch (IOException | RuntimeException e) {
        plane.close();
        throw e;
      }
      return plane;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void run(Path assets) throws IOException {
    String etcd = "http://127.0.0.1:" + freePort();
    startEtcd(assets, etcd, "http://127.0.0.1:" + freePort());
    Path key = signingKey();
    startApiServer(assets, etcd, key);
    awaitReady();
    startControllerManager(assets, key);
  }

  private void startEtcd(Path assets, String client, String peer) throws IOException {
    child(
        assets,
        "etcd",
        "--name=default",
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer,
        "--unsafe-no-fsync");
  }

  private void startApiServer(Path assets, String etcd, Path key) throws IOException {
    List<String> flags = new ArrayList<>(API_SERVER_FLAGS);
    flags.add("--etcd-servers=" + etcd);
    flags.add("--secure-port=" + port);
    flags.add("--token-auth-file=" + tokenFile());
    flags.add("--service-account-key-file=" + folder.resolve("sa.pub"));
    flags.add("--service-account-signing-key-file=" + key);
    flags.add("--cert-dir=" + folder.resolve("certs"));
    child(assets, "kube-apiserver", flags.toArray(String[]::new));
  }

  private void startControllerManager(Path assets, Path key) throws IOException {
    child(
        assets,
        "kube-controller-manager",
        "--kubeconfig=" + kubeconfig(ADMIN),
        "--use-service-account-credentials=true",
        "--service-account-private-key-file=" + key,
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
        "--secure-port=" + freePort());
  }

  private void child(Path assets, String name, String... flags) throws IOException {
    List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "guard"));
    guarded.add(assets.resolve(name).toString());
    guarded.addAll(List.of(flags));
    Process process =
        new ProcessBuilder(guarded)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    processes.add(process);
  }

  private Path tokenFile() throws IOException {
    StringBuilder lines = new StringBuilder();
    tokens.forEach(
        (user, token) ->
            lines
                .append(token)
                .append(',')
                .append(user)
                .append(',')
                .append(user)
                .append(user.equals(ADMIN) ? ",\"system:masters\"" : "")
                .append('\n'));
    return Files.writeString(folder.resolve("tokens.csv"), lines);
  }

  private Path signingKey() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      pem("sa.pub", "PUBLIC KEY", pair.getPublic().getEncoded());
      return pem("sa.key", "PRIVATE KEY", pair.getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has RSA", e);
    }
  }

  private Path pem(String file, String what, byte[] encoded) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return Files.writeString(
        folder.resolve(file),
        "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }

  private void awaitReady() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    LoopbackHttps https = new LoopbackHttps();
    while (System.nanoTime() < end) {
      if (https.answers(server().resolve("/readyz"), token(ADMIN))) {
        return;
      }
      if (processes.stream().anyMatch(process -> !process.isAlive())) {
        break;
      }
      pause();
    }
    throw new IllegalStateException("the control plane is not ready: " + endOfLogs());
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a control plane starts", e);
    }
  }

  private String endOfLogs() throws IOException {
    StringBuilder ends = new StringBuilder();
    for (String name : List.of("etcd", "kube-apiserver")) {
      Path log = folder.resolve(name + ".log");
      String text = Files.exists(log) ? Files.readString(log) : "";
      ends.append(name).append(": ").append(text.substring(Math.max(0, text.length() - 800)));
    }
    return ends.toString();
  }

  /** The address of the API server. */
  public URI server() {
    return URI.create("https://127.0.0.1:" + port);
  }

  /** The PEM of the API server's certificate authority. */
  public String certificateAuthority() {
    try {
      return Files.readString(folder.resolve("certs/apiserver.crt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The token of {@link #ADMIN}, or of one of the users {@code user-0} to {@code user-39} and
   * {@code guest-0} to {@code guest-39}, who have no permissions at the start.
   */
  public String token(String user) {
    String token = tokens.get(user);
    if (token == null) {
      throw new IllegalArgumentException("there is no user " + user);
    }
    return token;
  }

  /** A kubeconfig file of that user. */
  public synchronized Path kubeconfig(String user) {
    Path file = folder.resolve(user + ".kubeconfig");
    if (!Files.exists(file)) {
      Kubeconfigs.write(file, user, server().toString(), token(user), certificateAuthority());
    }
    return file;
  }

  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      stop(processes.get(i));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException left) {
      // A temporary folder that is left over does not fail a test.
    }
  }

  private static void stop(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyGone) {
      process.destroyForcibly();
    }
    process.onExit().join();
  }
}
