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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One context of a kubeconfig file: tokens, client certificates, exec, a proxy. */
final class Kubeconfig {
  private final Path path;
  private final KubeConfig config;
  private final String context;
  private final Optional<URI> proxy;

  private Kubeconfig(Path path, KubeConfig config, String context, Optional<URI> proxy) {
    this.path = path;
    this.config = config;
    this.context = context;
    this.proxy = proxy;
  }

  /** Reads the file, and refuses it in words when it is none or lacks the context. */
  static Kubeconfig read(Path path, Optional<String> wanted) {
    String text;
    KubeConfig config;
    try {
      text = Files.readString(path);
      if (!(yaml(text) instanceof Map)) {
        throw new IllegalArgumentException("it is empty, or no YAML object");
      }
      config = KubeConfig.loadKubeConfig(new java.io.StringReader(text));
    } catch (IOException | RuntimeException e) {
      throw bad(KubernetesSettings.KUBECONFIG, path + " is no kubeconfig: " + firstLine(e));
    }
    config.setFile(path.toFile());
    String context = wanted.orElseGet(() -> String.valueOf(config.getCurrentContext()));
    List<String> known =
        KubeJson.list(config.getContexts()).stream()
            .map(one -> KubeJson.text(KubeJson.map(one).get("name")))
            .toList();
    if (!known.contains(context) || !config.setContext(context) || config.getServer() == null) {
      throw bad(
          KubernetesSettings.CONTEXT,
          "there is no usable context '" + context + "' in " + path + "; it has " + known);
    }
    return new Kubeconfig(path, config, context, proxy(text, config));
  }

  private static @Nullable Object yaml(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }

  /** The official client does not read {@code proxy-url}. */
  private static Optional<URI> proxy(String text, KubeConfig config) {
    Map<String, Object> tree = KubeJson.map(yaml(text));
    return KubeJson.list(tree.get("clusters")).stream()
        .map(one -> KubeJson.map(KubeJson.map(one).get("cluster")))
        .filter(one -> KubeJson.text(one.get("server")).equals(config.getServer()))
        .map(one -> KubeJson.text(one.get("proxy-url")))
        .filter(url -> !url.isEmpty())
        .map(URI::create)
        .findFirst();
  }

  /** What it is, for people. */
  String words() {
    return "context '" + context + "' of " + path;
  }

  Identity identity() {
    return new Identity(config.getServer(), authority());
  }

  private String authority() {
    try {
      byte[] pem =
          config.getDataOrFileRelative(
              config.getCertificateAuthorityData(), config.getCertificateAuthorityFile());
      return pem == null ? "" : new String(pem, StandardCharsets.UTF_8);
    } catch (IOException | RuntimeException e) {
      throw bad(
          KubernetesSettings.KUBECONFIG,
          "the certificate authority of " + words() + ": " + firstLine(e));
    }
  }

  /** Runs the exec plugin, where the context has one. */
  ApiClient client() {
    try {
      ApiClient client = ClientBuilder.kubeconfig(config).build();
      return proxy.map(url -> through(client, url)).orElse(client);
    } catch (IOException | RuntimeException e) {
      throw bad(KubernetesSettings.KUBECONFIG, words() + " cannot be used: " + firstLine(e));
    }
  }

  private static ApiClient through(ApiClient client, URI url) {
    boolean socks = String.valueOf(url.getScheme()).startsWith("socks");
    Proxy proxy =
        new Proxy(
            socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
            new InetSocketAddress(url.getHost(), url.getPort() > 0 ? url.getPort() : 8080));
    return client.setHttpClient(client.getHttpClient().newBuilder().proxy(proxy).build());
  }

  /** The rest may quote the file, with what is secret in it. */
  private static String firstLine(Exception e) {
    return e.getClass().getSimpleName()
        + ": "
        + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static OnboardingException bad(String setting, String words) {
    return OnboardingException.badInput(List.of(new Problem(setting, words)));
  }
}
