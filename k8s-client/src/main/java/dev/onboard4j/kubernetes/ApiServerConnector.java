package dev.onboard4j.kubernetes;

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
import java.util.SortedSet;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way to a cluster's API server, and refuses the way to another one. Thread-safe.
 *
 * <pre>{@code
 * Connection connection =
 *     ApiServerConnector.connect(context, context::kubernetes, new TreeSet<>());
 * if (connection instanceof Connection.Reached reached) {
 *   reached.client().find(context.requests(), ref);
 * }
 * }</pre>
 */
public final class ApiServerConnector {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration READ = Duration.ofSeconds(30);

  private final Settings settings;
  private final SessionContext context;
  private final Supplier<Optional<KubernetesAccess>> cloud;

  private ApiServerConnector(SessionContext context, Supplier<Optional<KubernetesAccess>> cloud) {
    this.context = context;
    this.cloud = cloud;
    settings = context.settings();
  }

  /**
   * Connects through the embedder's own client, the kubeconfig of the settings, or the way the
   * cloud tells, and asks what the caller may do.
   *
   * <p>The answers of the API server are cached for all sessions of a run.
   *
   * @param cloud how the cloud says that the cluster is reached; asked at most once, and not at all
   *     where the cluster is left alone. The cluster's provider hands over its own; another
   *     contributor, while it declares its resources, {@code context::kubernetes}
   * @param namespaces where the caller's permissions are asked for, besides those for every
   *     namespace
   * @throws OnboardingException of category CALLER if it leads to another cluster than the cloud's,
   *     of category PERMISSION if the caller may not read the cloud's way to the cluster
   */
  public static Connection connect(
      SessionContext context,
      Supplier<Optional<KubernetesAccess>> cloud,
      SortedSet<String> namespaces) {
    if (KubernetesSettings.off(context.settings())) {
      return new Connection.LeftAlone();
    }
    Optional<KubeClient> client;
    try {
      client = new ApiServerConnector(context, cloud).client();
    } catch (Unreachable e) {
      return new Connection.OutOfReach(String.valueOf(e.getMessage()));
    }
    return client
        .map(found -> probed(found, namespaces, context))
        .orElseGet(
            () ->
                new Connection.OutOfReach(
                    context.cluster().provider()
                        + " does not tell how the API server is reached: set"
                        + " kubernetes.kubeconfig"));
  }

  /** The client stays open only for a caller who gets it. */
  private static Connection probed(
      KubeClient client, SortedSet<String> namespaces, SessionContext context) {
    @Nullable Connection connection = null;
    try {
      connection = ApiServerProbe.ask(client, namespaces, context.requests());
      return connection;
    } finally {
      if (!(connection instanceof Connection.Reached)) {
        client.close();
      }
    }
  }

  private Optional<KubeClient> client() {
    Optional<ApiClient> given = context.given(ApiClient.class);
    if (given.isPresent()) {
      KubeClient kube = KubeClient.given(given.get());
      identity(new Identity(kube.server(), ""), "the ApiClient that was handed over");
      return Optional.of(kube);
    }
    Optional<String> file = settings.text(KubernetesSettings.KUBECONFIG);
    return file.isPresent() ? Optional.of(byFile(Path.of(file.get()))) : byCloud();
  }

  private KubeClient byFile(Path path) {
    Kubeconfig file = Kubeconfig.read(path, settings.text(KubernetesSettings.CONTEXT));
    identity(file.identity(), file.words());
    return KubeClient.own(limited(file.client()));
  }

  private Optional<KubeClient> byCloud() {
    return cloud.get().map(access -> KubeClient.own(client(access)));
  }

  private void identity(Identity found, String what) {
    if (settings.text(KubernetesSettings.IDENTITY).orElse("").equals(KubernetesSettings.IGNORE)) {
      return;
    }
    Optional<KubernetesAccess> access = cloud.get();
    if (access.isEmpty()) {
      return;
    }
    List<String> differences = found.differences(Identity.of(access.get()));
    if (!differences.isEmpty()) {
      throw OnboardingException.badInput(
          List.of(
              new Problem(
                  KubernetesSettings.IDENTITY,
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
  private static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(String why) {
      super(why);
    }
  }
}
