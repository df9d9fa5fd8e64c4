package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.onboard4j.model.OnboardingException;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests kubeconfigs with exec plugins, client certificates and proxies. */
final class KubeconfigTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private Path folder;

  private Kubeconfig config(String cluster, String user) throws IOException {
    Path file = folder.resolve("config");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: one
        contexts:
          - {name: one, context: {cluster: one, user: one}}
        clusters:
          - name: one
            cluster: {%s}
        users:
          - name: one
            user: {%s}
        """
            .formatted(cluster, user));
    return Kubeconfig.read(file, Optional.empty());
  }

  /** Waits without a limit: each probe waits for a second. */
  private static Boolean await(String effect, Supplier<Optional<Boolean>> probe) {
    Optional<Boolean> seen = probe.get();
    while (seen.isEmpty()) {
      seen = probe.get();
    }
    return seen.get();
  }

  private static int get(ApiClient client) throws Exception {
    try (Response response =
        client
            .buildCall(
                null,
                "/version",
                "GET",
                List.of(),
                List.of(),
                null,
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                new String[] {"BearerToken"},
                null)
            .execute()) {
      return response.code();
    }
  }

  private static HttpServer plain(AtomicReference<String> seen, String header) throws IOException {
    HttpServer server = HttpServer.create(ANY, 0);
    server.createContext(
        "/",
        exchange -> {
          String value = header.isEmpty() ? exchange.getRequestURI().toString() : null;
          seen.set(value == null ? exchange.getRequestHeaders().getFirst(header) : value);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String address(HttpServer server) {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Test
  void anExecPluginGivesTheToken() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    HttpServer server = plain(seen, "Authorization");
    String credential =
        "{\\\"apiVersion\\\":\\\"client.authentication.k8s.io/v1\\\",\\\"kind\\\":\\\"ExecCredential\\\","
            + "\\\"status\\\":{\\\"token\\\":\\\"by-exec\\\"}}";
    Kubeconfig config =
        config(
            "server: 'http://" + address(server) + "'",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: [-c, \"echo '"
                + credential
                + "'\"]}");
    assertThat(get(config.client(KubeconfigTest::await))).isEqualTo(200);
    assertThat(seen.get()).isEqualTo("Bearer by-exec");
    server.stop(0);
  }

  private static String exec(String script) {
    return "exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: [-c, \""
        + script
        + "\"]}";
  }

  @Test
  void aFailedExecPluginGivesTheErrorMessage() throws IOException {
    Kubeconfig config =
        config(
            "server: 'https://api.cluster.invalid'", exec("echo the token is stale >&2; exit 3"));
    assertThatThrownBy(() -> config.client(KubeconfigTest::await))
        .isInstanceOf(OnboardingException.class)
        .hasMessageContaining("the exec plugin 'sh' failed with exit code 3: the token is stale");
  }

  @Test
  void anExecPluginWithoutCredentialsIsAnError() throws IOException {
    Kubeconfig config = config("server: 'https://api.cluster.invalid'", exec("echo {}"));
    assertThatThrownBy(() -> config.client(KubeconfigTest::await))
        .hasMessageContaining("gave no credentials");
  }

  @Test
  void aMissingExecPluginIsAnErrorWithItsHint() throws IOException {
    Kubeconfig config =
        config(
            "server: 'https://api.cluster.invalid'",
            "exec: {apiVersion: v1, command: no-such-plugin, installHint: install it}");
    assertThatThrownBy(() -> config.client(KubeconfigTest::await))
        .hasMessageContaining("no-such-plugin")
        .hasMessageContaining("install it");
  }

  @Test
  void anExecPluginIsKilledWhenTheWaitForItEnds() throws IOException {
    Path pid = folder.resolve("pid");
    Kubeconfig config =
        config(
            "server: 'https://api.cluster.invalid'", exec("echo $$ > " + pid + "; exec sleep 600"));
    ExecPlugin.Waiting untilItRuns =
        (effect, probe) -> {
          while (!Files.exists(pid) || probe.get().isPresent()) {
            Thread.onSpinWait();
          }
          throw new IllegalStateException("the run's deadline passed");
        };
    assertThatThrownBy(() -> config.client(untilItRuns)).hasMessageContaining("deadline");
    long id = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(id).ifPresent(process -> process.onExit().join());
    assertThat(ProcessHandle.of(id).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aRelativeKubeconfigMayHaveAnExecPlugin() throws IOException {
    Path file = Path.of("target", "relative.kubeconfig");
    config("server: 'https://api.cluster.invalid'", exec("exit 3"));
    Files.copy(folder.resolve("config"), file, StandardCopyOption.REPLACE_EXISTING);
    Kubeconfig config = Kubeconfig.read(file, Optional.empty());
    assertThatThrownBy(() -> config.client(KubeconfigTest::await))
        .isInstanceOf(OnboardingException.class)
        .hasMessageContaining("exit code 3");
  }

  @Test
  void aTokenThatTheServerRefusesIsRenewedOnce() throws Exception {
    Path count = folder.resolve("count");
    String script =
        "echo x >> %s; printf '{\\\"status\\\":{\\\"token\\\":\\\"t%%d\\\"}}' $(wc -l < %s)"
            .formatted(count, count);
    AtomicReference<String> seen = new AtomicReference<>("");
    HttpServer server = HttpServer.create(ANY, 0);
    server.createContext(
        "/",
        exchange -> {
          String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          seen.set(seen.get() + token + ";");
          exchange.sendResponseHeaders(token.equals("Bearer t1") ? 401 : 200, -1);
          exchange.close();
        });
    server.start();
    Kubeconfig config = config("server: 'http://" + address(server) + "'", exec(script));
    assertThat(get(config.client(KubeconfigTest::await))).isEqualTo(200);
    assertThat(seen.get()).isEqualTo("Bearer t1;Bearer t2;");
    server.stop(0);
  }

  @Test
  void aProxyOfAnotherClusterIsNotUsed() throws Exception {
    AtomicReference<String> direct = new AtomicReference<>("");
    AtomicReference<String> proxied = new AtomicReference<>("");
    HttpServer server = plain(direct, "");
    HttpServer proxy = plain(proxied, "");
    Path file = folder.resolve("two");
    Files.writeString(
        file,
        """
        current-context: direct
        contexts:
          - {name: direct, context: {cluster: direct, user: one}}
        clusters:
          - {name: other, cluster: {server: 'http://%1$s', proxy-url: 'http://%2$s'}}
          - {name: direct, cluster: {server: 'http://%1$s'}}
        users:
          - {name: one, user: {}}
        """
            .formatted(address(server), address(proxy)));
    Kubeconfig config = Kubeconfig.read(file, Optional.empty());
    assertThat(get(config.client(KubeconfigTest::await))).isEqualTo(200);
    assertThat(direct.get()).isEqualTo("/version");
    assertThat(proxied.get()).isEmpty();
    server.stop(0);
    proxy.stop(0);
  }

  @Test
  void aMalformedAddressIsAProblemOfTheKubeconfig() {
    for (String cluster :
        List.of("server: 'https://a b'", "server: 'https://api', proxy-url: 'http://:x:'")) {
      assertThatThrownBy(() -> config(cluster, "token: t"))
          .isInstanceOf(OnboardingException.class)
          .hasMessageContaining("is not a URL");
    }
  }

  @Test
  void credentialsDoNotGoOverPlainHttpBeyondLoopback() throws IOException {
    for (String user : List.of("token: t", "username: u, password: p", exec("exit 0"))) {
      Kubeconfig config = config("server: 'http://api.cluster.invalid:8080'", user);
      assertThatThrownBy(() -> config.client(KubeconfigTest::await))
          .isInstanceOf(OnboardingException.class)
          .hasMessageContaining("over plain HTTP");
    }
  }

  @Test
  void anUnverifiedCertificateProvesNothing() throws IOException {
    String server = "server: 'https://api.example.org'";
    Identity cloud = new Identity("https://api.example.org", "", true);
    assertThat(config(server, "").identity().differences(cloud)).isEmpty();
    assertThat(
            config(server + ", insecure-skip-tls-verify: true", "").identity().differences(cloud))
        .singleElement()
        .asString()
        .contains("not verified");
  }

  @Test
  void requestsGoThroughTheProxy() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    HttpServer proxy = plain(seen, "");
    Kubeconfig config =
        config(
            "server: 'http://api.cluster.invalid:8080', proxy-url: 'http://" + address(proxy) + "'",
            "");
    assertThat(get(config.client(KubeconfigTest::await))).isEqualTo(200);
    assertThat(seen.get()).isEqualTo("http://api.cluster.invalid:8080/version");
    proxy.stop(0);
  }

  @Test
  void aClientCertificateIsSentAndTheServersIsVerified() throws Exception {
    Certificates authority = Certificates.authority();
    AtomicReference<String> seen = new AtomicReference<>("");
    HttpsServer server = HttpsServer.create(ANY, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(authority.server()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          try {
            seen.set(((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
          } catch (SSLPeerUnverifiedException e) {
            seen.set("nobody");
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    String cluster = "server: 'https://" + address(server) + "', certificate-authority-data: ";
    String user =
        "client-certificate-data: "
            + encoded(authority.clientCertificate())
            + ", client-key-data: "
            + encoded(authority.clientKey());
    Kubeconfig config = config(cluster + encoded(authority.pem()), user);
    assertThat(get(config.client(KubeconfigTest::await))).isEqualTo(200);
    assertThat(seen.get()).isEqualTo("CN=somebody");

    String other = Certificates.authority().pem();
    Kubeconfig stranger = config(cluster + encoded(other), user);
    assertThatThrownBy(() -> get(stranger.client(KubeconfigTest::await)))
        .isInstanceOf(SSLHandshakeException.class);
    Identity cloud = new Identity("https://" + address(server), authority.pem(), true);
    assertThat(stranger.identity().differences(cloud))
        .containsExactly("its certificate authority is not the one the cloud tells");
    assertThat(config(cluster + encoded(authority.pem()), user).identity().differences(cloud))
        .isEmpty();
    server.stop(0);
  }

  @Test
  void addressesAreComparedByHostAndPort() {
    Identity cloud = new Identity("https://ABC.eks.amazonaws.com", "", true);
    assertThat(new Identity("https://abc.eks.amazonaws.com:443/", "", true).differences(cloud))
        .isEmpty();
    assertThat(new Identity("https://abc.eks.amazonaws.com.evil.org", "", true).differences(cloud))
        .hasSize(1);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
