package dev.onboard4j.hostile;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.PermissionChecker;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The well-behaved provider of a {@link Server}.
 *
 * @param declare what there should be, with the client to use
 */
record CloudProvider(BiFunction<SessionContext, Client, List<Resource>> declare)
    implements ClusterProvider {
  /** A cluster of the server. */
  record Cluster(String name) implements ClusterRef {
    @Override
    public String provider() {
      return "cloud";
    }

    @Override
    public String account() {
      return "account";
    }

    @Override
    public String location() {
      return "here";
    }
  }

  @Override
  public String id() {
    return "cloud";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.of("cloud.size", Setting.Type.TEXT, "how large"),
        Setting.of("cloud.key", Setting.Type.SECRET, "a key"));
  }

  @Override
  public List<Problem> check(Settings settings) {
    return settings.text("cloud.size").filter("huge"::equals).isPresent()
        ? List.of(new Problem("cloud.size", "is too large"))
        : List.of();
  }

  @Override
  public ClusterRef parse(URI uri) {
    if (uri.getPath() == null || !uri.getPath().startsWith("/here/")) {
      throw OnboardingException.badInput(List.of(new Problem("cluster", "no cluster: " + uri)));
    }
    return new Cluster(uri.getPath().substring("/here/".length()));
  }

  @Override
  public Session open(SessionContext context) {
    Client client = context.given(Client.class).orElseThrow();
    return () -> {
      context.requests().read(ApiRequest.of("cloud", "Names"), client::names);
      context.note("facts are read");
      return Declaration.of(declare.apply(context, client))
          .readingFactsWith(List.of(new RequiredPermission("cloud:Names", "all")))
          .checkedBy(new Checker())
          .reachedBy(CloudProvider::access);
    };
  }

  private static Optional<KubernetesAccess> access() {
    return Optional.of(
        new KubernetesAccess(
            URI.create("https://cluster.test"), "pem", () -> Secret.of(Stage.SECRET)));
  }

  /** Allows everything. */
  private record Checker() implements PermissionChecker {
    @Override
    public boolean knows(RequiredPermission permission) {
      return permission.permission().startsWith("cloud:");
    }

    @Override
    public List<PermissionCheck> check(
        List<RequiredPermission> permissions, RequestContext requests) {
      return permissions.stream().map(one -> PermissionCheck.allowed(one, "asked")).toList();
    }

    @Override
    public SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
      TreeMap<String, Object> documents = new TreeMap<>();
      documents.put("policy", permissions.stream().map(RequiredPermission::permission).toList());
      return documents;
    }
  }
}
