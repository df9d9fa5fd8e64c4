package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.ApiServerConnector;
import dev.onboard4j.kubernetes.Connection;
import dev.onboard4j.kubernetes.HeldPermissions;
import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubernetesSettings;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.rbac.RbacBlueprint.Component;
import dev.onboard4j.rbac.RbacBlueprint.RoleSpec;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One verb on the access of components in one cluster. */
final class RbacSession implements Session {
  private final SessionContext context;
  private final RbacBlueprint blueprint;
  private final List<Component> components;
  private @Nullable KubeClient kube;
  private HeldPermissions rights = HeldPermissions.unknown();

  private RbacSession(SessionContext context, RbacBlueprint blueprint, List<Component> components) {
    this.context = context;
    this.blueprint = blueprint;
    this.components = components;
  }

  static RbacSession open(SessionContext context) {
    RbacBlueprint blueprint = RbacBlueprint.of(context.blueprint().orElse(Map.of()));
    List<String> named = context.settings().list(RbacSettings.COMPONENTS);
    List<String> known = blueprint.components().stream().map(Component::name).toList();
    List<Problem> problems =
        named.stream()
            .filter(name -> !known.contains(name))
            .map(name -> new Problem(RbacSettings.COMPONENTS, "'" + name + "' is none of " + known))
            .toList();
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    List<Component> chosen =
        blueprint.components().stream()
            .filter(one -> named.isEmpty() ? !one.optional() : named.contains(one.name()))
            .toList();
    return new RbacSession(context, blueprint, chosen);
  }

  @Override
  public List<Resource> resources() {
    Connection connection;
    try {
      connection = ApiServerConnector.connect(context, namespaces());
    } catch (OnboardingException e) {
      if (e.category() == Category.PERMISSION) {
        return unreadable(e.missing());
      }
      throw e;
    }
    if (connection instanceof Connection.Reached reached) {
      kube = reached.client();
      rights = reached.held();
      return new RbacDeclaration(context, reached.client(), blueprint, rights)
          .resources(components);
    }
    if (connection instanceof Connection.OutOfReach away) {
      return outOfReach(away.why());
    }
    context.note("the access of components in the cluster is left alone: kubernetes.rbac=off");
    return List.of();
  }

  private SortedSet<String> namespaces() {
    TreeSet<String> namespaces = new TreeSet<>();
    components.stream()
        .flatMap(component -> component.roles().stream())
        .map(spec -> spec.role().namespace())
        .filter(namespace -> !namespace.isEmpty())
        .forEach(namespaces::add);
    return namespaces;
  }

  /**
   * The way to the cluster could not be read: the permissions of the rest are told all the same.
   */
  private List<Resource> unreadable(List<RequiredPermission> denied) {
    KubeClient nowhere = KubeClient.nowhere();
    return new RbacDeclaration(context, nowhere, blueprint, rights)
        .resources(components).stream().map(one -> one.unreadable(denied)).toList();
  }

  private List<Resource> outOfReach(String why) {
    if (KubernetesSettings.required(context.settings())) {
      throw OnboardingException.of(
              Category.CALLER, "the access of components cannot be set up: " + why)
          .remedy("run where the API server can be reached, or set kubernetes.rbac=auto")
          .build();
    }
    String names = String.join(", ", components.stream().map(Component::name).toList());
    String reason = "the API server is out of reach from here (" + why + "): ";
    return List.of(
        Resource.of(
                ResourceId.of("kubernetes-access", blueprint.namespace()),
                ResourceKind.RBAC,
                State.empty(),
                new Nothing())
            .doneByHand(
                reason
                    + "set up the access of "
                    + names
                    + " by running this once more from where it can be reached, with"
                    + " kubernetes.kubeconfig if need be",
                reason
                    + "take away the access of "
                    + names
                    + " by running this once more from where it can be reached"));
  }

  @Override
  public List<PermissionCheck> preflight(List<RequiredPermission> needs, RequestContext requests) {
    KubeClient reached = kube;
    return reached == null
        ? Session.super.preflight(needs, requests)
        : new RbacPreflight(reached, rights, roles()).verdicts(needs, requests);
  }

  private List<RoleSpec> roles() {
    return components.stream().flatMap(component -> component.roles().stream()).toList();
  }

  @Override
  public Map<String, Object> permissionDocuments(List<RequiredPermission> needs) {
    return needs.isEmpty()
        ? new TreeMap<>()
        : new TreeMap<>(Map.of(CallerRole.DOCUMENT, CallerRole.of(needs)));
  }

  @Override
  public void close() {
    if (kube != null) {
      kube.close();
    }
  }

  /** Stands where a person does it. */
  private record Nothing() implements ResourceHandler {
    @Override
    public Observed read(Resource resource, RequestContext requests) {
      return Observed.absent();
    }

    @Override
    public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
      return List.of();
    }

    @Override
    public Observed write(
        Resource resource, Observed before, State after, RequestContext requests) {
      return before;
    }
  }
}
