package dev.onboard4j.rbac;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.SessionContext;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/** Finds the way to a cluster's API server, and refuses the way to another one. */
final class ApiServerConnector {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration READ = Duration.ofSeconds(30);

  private final Settings settings;
  private final SessionContext context;

  private ApiServerConnector(SessionContext context) {
    this.context = context;
    settings = context.settings();
  }

  /**
   * The embedder's own client, the kubeconfig of the settings, or the way the cloud tells; nothing
   * when nobody says.
   *
   * @throws OnboardingException of category CALLER if it leads to another cluster than the cloud's
   */
  static Optional<Kube> open(SessionContext context) {
    return new ApiServerConnector(context).kube();
  }

  private Optional<Kube> kube() {
    Optional<ApiClient> given = context.given(ApiClient.class);
    if (given.isPresent()) {
      Kube kube = Kube.given(given.get());
      identity(new Identity(kube.server(), ""), "the ApiClient that was handed over");
      return Optional.of(kube);
    }
    Optional<String> file = settings.text(RbacSettings.KUBECONFIG);
    return file.isPresent() ? Optional.of(byFile(Path.of(file.get()))) : byCloud();
  }

  private Kube byFile(Path path) {
    Kubeconfig file = Kubeconfig.read(path, settings.text(RbacSettings.CONTEXT));
    identity(file.identity(), file.words());
    return Kube.own(limited(file.client()));
  }

  private Optional<Kube> byCloud() {
    return context.kubernetes().map(access -> Kube.own(client(access)));
  }

  private void identity(Identity found, String what) {
    if (settings.text(RbacSettings.IDENTITY).orElse("").equals(RbacSettings.IGNORE)) {
      return;
    }
    Optional<KubernetesAccess> access = context.kubernetes();
    if (access.isEmpty()) {
      return;
    }
    List<String> differences = found.differences(Identity.of(access.get()));
    if (!differences.isEmpty()) {
      throw OnboardingException.badInput(
          List.of(
              new Problem(
                  RbacSettings.IDENTITY,
                  what
                      + " leads to another API server than that of "
                      + context.cluster().uri()
                      + ": "
                      + String.join("; ", differences)
                      + ". Name the right one, or, when a proxy or tunnel is meant, set"
                      + " kubernetes.identity=ignore")));
    }
  }

  private static ApiClient client(KubernetesAccess access) {
    ClientBuilder builder = new ClientBuilder().setBasePath(access.server().toString());
    String authority = access.certificateAuthority();
    if (!authority.isBlank()) {
      builder.setCertificateAuthority(authority.getBytes(StandardCharsets.UTF_8));
    }
    ApiClient client;
    try {
      client = builder.setVerifyingSsl(true).build();
    } catch (RuntimeException e) {
      throw new Unreachable(
          "the certificate authority the cloud tells for " + access.server() + " cannot be read");
    }
    OkHttpClient http = client.getHttpClient().newBuilder().addInterceptor(bearer(access)).build();
    return limited(client.setHttpClient(http));
  }

  /** Asked before each request: these tokens live for minutes. */
  private static Interceptor bearer(KubernetesAccess access) {
    return chain ->
        chain.proceed(
            access
                .token()
                .get()
                .use(
                    token ->
                        chain
                            .request()
                            .newBuilder()
                            .header("Authorization", "Bearer " + token)
                            .build()));
  }

  private static ApiClient limited(ApiClient client) {
    return client.setHttpClient(
        client
            .getHttpClient()
            .newBuilder()
            .connectTimeout(CONNECT)
            .readTimeout(READ)
            .writeTimeout(READ)
            .callTimeout(READ.multipliedBy(2))
            // The engine alone retries; and a redirect would carry the token elsewhere.
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .build());
  }

  /** There is an address, and no way to it. */
  static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(String why) {
      super(why);
    }
  }
}
