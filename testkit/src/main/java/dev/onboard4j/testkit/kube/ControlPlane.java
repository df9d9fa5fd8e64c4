package dev.onboard4j.testkit.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
 * processes, with RBAC and any users one likes.
 *
 * <p>The binaries lie in the folder that {@code KUBEBUILDER_ASSETS} names, as envtest has it.
 * Nothing outlives this JVM, even when it is killed: each child hangs on a shell that ends it when
 * the pipe to us closes. Ready in about three seconds. Thread-safe.
 *
 * <pre>{@code
 * try (ControlPlane plane = ControlPlane.start(Path.of(System.getenv("KUBEBUILDER_ASSETS")))) {
 *   onboarding.set("kubernetes.kubeconfig", plane.kubeconfig("admin").toString());
 * }
 * }</pre>
 */
public final class ControlPlane implements AutoCloseable {
  /** Where the binaries are looked for. */
  public static final String ASSETS = "KUBEBUILDER_ASSETS";

  /** A user of group system:masters. */
  public static final String ADMIN = "admin";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  // Ends the child when standard input ends, which it does when this JVM is gone; and ends itself
  // when the child does.
  private static final String GUARD =
      "exec 3<&0; \"$@\" & child=$!; (cat <&3 >/dev/null; kill -9 $child 2>/dev/null) & wait $child";
  private static final int USERS = 40;

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
   * Starts one with the binaries of that folder.
   *
   * @throws IllegalStateException if it does not get ready within a minute; the message holds what
   *     it said last
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
    startEtcd(assets, etcd);
    Path key = signingKey();
    startApiServer(assets, etcd, key);
    awaitReady();
    startControllerManager(assets, key);
  }

  private void startEtcd(Path assets, String etcd) throws IOException {
    String peer = "http://127.0.0.1:" + freePort();
    child(
        "etcd",
        List.of(
            assets.resolve("etcd").toString(),
            "--name=default",
            "--data-dir=" + folder.resolve("etcd"),
            "--listen-client-urls=" + etcd,
            "--advertise-client-urls=" + etcd,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer,
            "--unsafe-no-fsync"));
  }

  private void startApiServer(Path assets, String etcd, Path key) throws IOException {
    child(
        "kube-apiserver",
        List.of(
            assets.resolve("kube-apiserver").toString(),
            "--etcd-servers=" + etcd,
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            "--secure-port=" + port,
            "--endpoint-reconciler-type=none",
            "--authorization-mode=Node,RBAC",
            "--token-auth-file=" + tokenFile(),
            "--service-cluster-ip-range=10.0.0.0/24",
            "--allow-privileged",
            "--service-account-key-file=" + folder.resolve("sa.pub"),
            "--service-account-signing-key-file=" + key,
            "--service-account-issuer=https://kubernetes.default.svc",
            "--cert-dir=" + folder.resolve("certs")));
  }

  private void startControllerManager(Path assets, Path key) throws IOException {
    child(
        "kube-controller-manager",
        List.of(
            assets.resolve("kube-controller-manager").toString(),
            "--kubeconfig=" + kubeconfig(ADMIN),
            "--use-service-account-credentials=true",
            "--service-account-private-key-file=" + key,
            "--leader-elect=false",
            "--bind-address=127.0.0.1",
            "--secure-port=" + freePort()));
  }

  private void child(String name, List<String> command) throws IOException {
    List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "guard"));
    guarded.addAll(command);
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
    throw new IllegalStateException("the control plane is not ready: " + lastWords());
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a control plane starts", e);
    }
  }

  private String lastWords() throws IOException {
    StringBuilder words = new StringBuilder();
    for (String name : List.of("etcd", "kube-apiserver")) {
      Path log = folder.resolve(name + ".log");
      String text = Files.exists(log) ? Files.readString(log) : "";
      words.append(name).append(": ").append(text.substring(Math.max(0, text.length() - 800)));
    }
    return words.toString();
  }

  /** Where the API server listens. */
  public URI server() {
    return URI.create("https://127.0.0.1:" + port);
  }

  /** The PEM of what signs for it. */
  public String certificateAuthority() {
    try {
      return Files.readString(folder.resolve("certs/apiserver.crt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The token of {@link #ADMIN}, of one of the users {@code user-0} to {@code user-39}, or {@code
   * guest-0} to {@code guest-39}: nobody has given them anything.
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
    if (Files.exists(file)) {
      return file;
    }
    String authority =
        Base64.getEncoder().encodeToString(certificateAuthority().getBytes(StandardCharsets.UTF_8));
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: %1$s
        clusters:
          - name: local
            cluster:
              server: %2$s
              certificate-authority-data: %3$s
        users:
          - name: %1$s
            user:
              token: %4$s
        contexts:
          - name: %1$s
            context:
              cluster: local
              user: %1$s
        """
            .formatted(user, server(), authority, token(user));
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      Process process = processes.get(i);
      try {
        process.getOutputStream().close();
      } catch (IOException alreadyGone) {
        process.destroyForcibly();
      }
      process.onExit().join();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException left) {
      // A folder in the place for temporary files is not worth a failed test.
    }
  }
}
