package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kubeconfig can say: exec plugins, client certificates, proxies. */
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
    assertThat(get(config.client())).isEqualTo(200);
    assertThat(seen.get()).isEqualTo("Bearer by-exec");
    server.stop(0);
  }

  @Test
  void aProxyIsGoneThrough() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    HttpServer proxy = plain(seen, "");
    Kubeconfig config =
        config(
            "server: 'http://api.cluster.invalid:8080', proxy-url: 'http://" + address(proxy) + "'",
            "token: t");
    assertThat(get(config.client())).isEqualTo(200);
    assertThat(seen.get()).isEqualTo("http://api.cluster.invalid:8080/version");
    proxy.stop(0);
  }

  @Test
  void aClientCertificateIsShownAndTheServersIsChecked() throws Exception {
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
    assertThat(get(config.client())).isEqualTo(200);
    assertThat(seen.get()).isEqualTo("CN=somebody");

    String other = Certificates.authority().pem();
    Kubeconfig stranger = config(cluster + encoded(other), user);
    assertThatThrownBy(() -> get(stranger.client())).isInstanceOf(SSLHandshakeException.class);
    Identity cloud = new Identity("https://" + address(server), authority.pem());
    assertThat(stranger.identity().differences(cloud))
        .containsExactly("its certificate authority is not the one the cloud tells");
    assertThat(config(cluster + encoded(authority.pem()), user).identity().differences(cloud))
        .isEmpty();
    server.stop(0);
  }

  @Test
  void namesOfHostsAreComparedAsHosts() {
    Identity cloud = new Identity("https://ABC.eks.amazonaws.com", "");
    assertThat(new Identity("https://abc.eks.amazonaws.com:443/", "").differences(cloud)).isEmpty();
    assertThat(new Identity("https://abc.eks.amazonaws.com.evil.org", "").differences(cloud))
        .hasSize(1);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
