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
import org.jspecify.annotations.Nullable;

/**
 * Connects to a cluster's API server, and refuses the API server of another cluster. Thread-safe.
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
  private static final String GIVEN = "the ApiClient that was handed over";

  private static final String OTHER_SERVER =
      "%s leads to another API server than that of %s: %s. Name the right one, or, when a proxy or"
          + " tunnel is meant, set kubernetes.identity=ignore";

  private final SessionContext context;
  private final Supplier<Optional<KubernetesAccess>> cloud;

  private ApiServerConnector(SessionContext context, Supplier<Optional<KubernetesAccess>> cloud) {
    this.context = context;
    this.cloud = cloud;
  }

  /**
   * Connects, and asks the API server which permissions the caller holds.
   *
   * <p>The embedder's own client comes first, then the kubeconfig of the settings, then the access
   * that the cloud reports. An explicit client or kubeconfig must work. The answers of the API
   * server are cached for all sessions of a run.
   *
   * @param cloud supplies the access that the cloud reports; called at most once, and never if the
   *     settings switch the access off. The cluster's provider passes its own supplier; another
   *     contributor, while it declares its resources, passes {@code context::kubernetes}
   * @param namespaces the namespaces where the caller's permissions are asked for, besides those
   *     that hold in every namespace
   * @throws OnboardingException of category CALLER if the given client or kubeconfig does not work,
   *     or is of another cluster than the cloud's; of category PERMISSION if the caller may not
   *     read the cloud's access
   */
  public static Connection connect(
      SessionContext context,
      Supplier<Optional<KubernetesAccess>> cloud,
      SortedSet<String> namespaces) {
    if (KubernetesSettings.off(context.settings())) {
      return new Connection.LeftAlone();
    }
    ApiServerConnector connector = new ApiServerConnector(context, cloud);
    Optional<Connection> given = connector.byClient(namespaces);
    return given
        .or(() -> connector.byFile(namespaces))
        .orElseGet(() -> connector.byCloud(namespaces));
  }

  private Optional<Connection> byClient(SortedSet<String> namespaces) {
    return context
        .given(ApiClient.class)
        .map(
            client -> {
              KubeClient kube = KubeClient.given(client);
              checkIdentity(new Identity(kube.server(), "", client.isVerifyingSsl()), GIVEN);
              return working(probed(kube, namespaces), GIVEN);
            });
  }

  private Optional<Connection> byFile(SortedSet<String> namespaces) {
    Settings settings = context.settings();
    return settings
        .text(KubernetesSettings.KUBECONFIG)
        .map(path -> Kubeconfig.read(Path.of(path), settings.text(KubernetesSettings.CONTEXT)))
        .map(
            file -> {
              checkIdentity(file.identity(), file.toString());
              ApiClient client = file.client(context.requests()::await);
              return working(probed(KubeClient.own(limited(client)), namespaces), file.toString());
            });
  }

  private Connection byCloud(SortedSet<String> namespaces) {
    Optional<KubernetesAccess> access = cloud.get();
    if (access.isEmpty()) {
      return new Connection.OutOfReach(
          context.cluster().provider()
              + " does not tell how the API server is reached: set kubernetes.kubeconfig");
    }
    try {
      return probed(KubeClient.own(client(access.get())), namespaces);
    } catch (Unusable e) {
      return new Connection.OutOfReach(String.valueOf(e.getMessage()));
    }
  }

  /** Closes the client unless the caller gets it. */
  private Connection probed(KubeClient client, SortedSet<String> namespaces) {
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

  /** Fails for an explicit client or kubeconfig: without it no permission is checked. */
  private static Connection working(Connection connection, String what) {
    if (connection instanceof Connection.OutOfReach away) {
      throw OnboardingException.of(
              OnboardingException.Category.CALLER, what + " does not work: " + away.why())
          .remedy(
              "correct it, run where the API server can be reached, or leave the cluster alone with"
                  + " kubernetes.rbac=off")
          .build();
    }
    return connection;
  }

  private void checkIdentity(Identity found, String what) {
    Settings settings = context.settings();
    if (settings.text(KubernetesSettings.IDENTITY).orElse("").equals(KubernetesSettings.IGNORE)) {
      return;
    }
    List<String> differences =
        cloud.get().map(access -> found.differences(Identity.of(access))).orElse(List.of());
    if (!differences.isEmpty()) {
      throw OnboardingException.badInput(
          List.of(
              new Problem(
                  KubernetesSettings.IDENTITY,
                  OTHER_SERVER.formatted(
                      what, context.cluster().uri(), String.join("; ", differences)))));
    }
  }

  private ApiClient client(KubernetesAccess access) {
    String server = access.server().toString();
    if (Identity.exposes(server)) {
      throw new Unusable("a token would go over plain HTTP to " + server);
    }
    ClientBuilder builder = new ClientBuilder().setBasePath(server).setVerifyingSsl(true);
    String authority = access.certificateAuthority();
    if (!authority.isBlank()) {
      builder.setCertificateAuthority(authority.getBytes(StandardCharsets.UTF_8));
    }
    return limited(signing(built(builder, server), access));
  }

  private static ApiClient built(ClientBuilder builder, String server) {
    try {
      return builder.build();
    } catch (RuntimeException e) {
      throw new Unusable(
          "the certificate authority the cloud tells for " + server + " cannot be read");
    }
  }

  private static ApiClient signing(ApiClient client, KubernetesAccess access) {
    return client.setHttpClient(
        client
            .getHttpClient()
            .newBuilder()
            .addInterceptor(BearerTokens.eachTime(access.token()))
            .build());
  }

  private ApiClient limited(ApiClient client) {
    return client.setHttpClient(
        client
            .getHttpClient()
            .newBuilder()
            .connectTimeout(CONNECT)
            .readTimeout(READ)
            .writeTimeout(READ)
            .callTimeout(context.requestLimit())
            // Only the engine retries; a redirect would send the token to another server.
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .build());
  }

  /** The access that the cloud reports does not work. */
  private static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String why) {
      super(why);
    }
  }
}
