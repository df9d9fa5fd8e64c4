package dev.onboard4j.kubernetes;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One context of a kubeconfig file: its cluster, its user's credentials, a proxy. */
final class Kubeconfig {
  private final Path path;
  private final String context;
  private final Map<String, Object> cluster;
  private final Map<String, Object> user;

  private Kubeconfig(Path path, String context, Map<String, Object> tree) {
    this.path = path;
    this.context = context;
    Map<String, Object> pair = part(tree, "context", context);
    cluster = part(tree, "cluster", KubeJson.text(pair.get("cluster")));
    user = part(tree, "user", KubeJson.text(pair.get("user")));
  }

  /**
   * Reads one context of a file.
   *
   * @param wanted the name of the context; the current one by default
   * @throws OnboardingException of category CALLER if it is not a kubeconfig, or lacks the context
   */
  static Kubeconfig read(Path path, Optional<String> wanted) {
    Path file = path.toAbsolutePath();
    Map<String, Object> tree = tree(file);
    String context = wanted.orElseGet(() -> KubeJson.text(tree.get("current-context")));
    Kubeconfig config = new Kubeconfig(file, context, tree);
    List<String> known = names(tree, "context");
    if (!known.contains(context) || config.server().isEmpty()) {
      throw bad(
          KubernetesSettings.CONTEXT,
          "there is no usable context '" + context + "' in " + path + "; it has " + known);
    }
    config.checkAddresses();
    return config;
  }

  private static Map<String, Object> tree(Path file) {
    try {
      Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
      if (yaml instanceof Map) {
        return KubeJson.map(yaml);
      }
      throw new IllegalArgumentException("it is empty, or not a YAML object");
    } catch (IOException | RuntimeException e) {
      throw bad(KubernetesSettings.KUBECONFIG, file + " is no kubeconfig: " + firstLine(e));
    }
  }

  private static List<String> names(Map<String, Object> tree, String type) {
    return KubeJson.list(tree.get(type + "s")).stream()
        .map(one -> KubeJson.text(KubeJson.map(one).get("name")))
        .toList();
  }

  private static Map<String, Object> part(Map<String, Object> tree, String type, String name) {
    return KubeJson.list(tree.get(type + "s")).stream()
        .map(KubeJson::map)
        .filter(one -> KubeJson.text(one.get("name")).equals(name))
        .findFirst()
        .map(one -> KubeJson.map(one.get(type)))
        .orElseGet(Map::of);
  }

  private void checkAddresses() {
    for (String key : List.of("server", "proxy-url")) {
      String address = KubeJson.text(cluster.get(key));
      if (!address.isEmpty() && !Identity.isAddress(address)) {
        throw bad(KubernetesSettings.KUBECONFIG, "the " + key + " of " + this + " is not a URL");
      }
    }
  }

  String server() {
    return KubeJson.text(cluster.get("server"));
  }

  /** For messages: {@code context 'prod' of /home/me/.kube/config}. */
  @Override
  public String toString() {
    return "context '" + context + "' of " + path;
  }

  Identity identity() {
    boolean verified = !Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify"));
    return new Identity(server(), authority(), verified);
  }

  private String authority() {
    try {
      byte[] pem =
          config()
              .getDataOrFileRelative(
                  text("certificate-authority-data"), text("certificate-authority"));
      return pem == null ? "" : new String(pem, StandardCharsets.UTF_8);
    } catch (IOException | RuntimeException e) {
      throw bad(
          KubernetesSettings.KUBECONFIG,
          "the certificate authority of " + this + ": " + firstLine(e));
    }
  }

  private @Nullable String text(String key) {
    Object value = cluster.get(key);
    return value == null ? null : String.valueOf(value);
  }

  /** The context as the official client reads it, without the exec plugin. */
  private KubeConfig config() {
    KubeConfig config =
        new KubeConfig(
            new ArrayList<>(named("context", Map.of("cluster", "one", "user", "one"))),
            new ArrayList<>(named("cluster", cluster)),
            new ArrayList<>(named("user", user)));
    config.setContext("one");
    config.setFile(path.toFile());
    return config;
  }

  private static List<Object> named(String type, Map<String, Object> part) {
    return List.of(Map.of("name", "one", type, part));
  }

  /**
   * A client for this context; runs its exec plugin, if it has one.
   *
   * @param waiting how long the plugin may run
   * @throws OnboardingException of category CALLER if the context does not work
   */
  ApiClient client(ExecPlugin.Waiting waiting) {
    try {
      Map<String, Object> exec = KubeJson.map(user.remove("exec"));
      refusePlainTokens(!exec.isEmpty());
      ApiClient client = exec.isEmpty() ? plain() : byPlugin(exec, waiting);
      String proxy = KubeJson.text(cluster.get("proxy-url"));
      return proxy.isEmpty() ? client : through(client, URI.create(proxy));
    } catch (ExecPlugin.Failed e) {
      throw bad(KubernetesSettings.KUBECONFIG, this + " cannot be used: " + e.getMessage());
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw bad(KubernetesSettings.KUBECONFIG, this + " cannot be used: " + firstLine(e));
    }
  }

  /** Refuses a token over plain HTTP, which others can read on the network; loopback is safe. */
  private void refusePlainTokens(boolean byPlugin) {
    boolean secret =
        byPlugin
            || List.of("token", "tokenFile", "password", "auth-provider").stream()
                .anyMatch(user::containsKey);
    if (secret && Identity.exposes(server())) {
      throw bad(
          KubernetesSettings.KUBECONFIG,
          this + " would send credentials over plain HTTP to " + server() + ": use https");
    }
  }

  private ApiClient plain() throws IOException {
    return ClientBuilder.kubeconfig(config()).build();
  }

  private ApiClient byPlugin(Map<String, Object> exec, ExecPlugin.Waiting waiting)
      throws IOException {
    ExecPlugin plugin =
        new ExecPlugin(path.resolveSibling("").toAbsolutePath(), exec, cluster, waiting);
    ExecPlugin.Credential first = plugin.run();
    if (!first.certificate().isEmpty()) {
      user.put("client-certificate-data", encoded(first.certificate()));
      user.put("client-key-data", first.key().use(Kubeconfig::encoded));
    }
    ApiClient client = plain();
    boolean token = !first.token().use(String::isEmpty);
    return token
        ? client.setHttpClient(
            client
                .getHttpClient()
                .newBuilder()
                .addInterceptor(BearerTokens.renewed(first.token(), () -> plugin.run().token()))
                .build())
        : client;
  }

  private static String encoded(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }

  /** The official client does not read {@code proxy-url}. */
  private static ApiClient through(ApiClient client, URI url) {
    boolean socks = String.valueOf(url.getScheme()).startsWith("socks");
    Proxy proxy =
        new Proxy(
            socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
            new InetSocketAddress(url.getHost(), url.getPort() > 0 ? url.getPort() : 8080));
    return client.setHttpClient(client.getHttpClient().newBuilder().proxy(proxy).build());
  }

  /** The other lines may quote the file, with its secrets. */
  private static String firstLine(Exception e) {
    return e.getClass().getSimpleName()
        + ": "
        + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static OnboardingException bad(String setting, String words) {
    return OnboardingException.badInput(List.of(new Problem(setting, words)));
  }
}
