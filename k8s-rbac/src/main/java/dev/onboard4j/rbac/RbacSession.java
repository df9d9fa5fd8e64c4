package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.ApiServerConnector;
import dev.onboard4j.kubernetes.Connection;
import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubernetesSettings;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.rbac.RbacBlueprint.Component;
import dev.onboard4j.rbac.RbacBlueprint.RoleSpec;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Lazy;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** One operation on the access of components in one cluster. */
final class RbacSession implements Session {
  private final SessionContext context;
  private final RbacBlueprint blueprint;
  private final List<Component> components;
  private final Lazy<Connection> connection;

  private RbacSession(SessionContext context, RbacBlueprint blueprint, List<Component> components) {
    this.context = context;
    this.blueprint = blueprint;
    this.components = components;
    connection =
        Lazy.of(
            () -> ApiServerConnector.connect(context, context::kubernetes, namespaces()),
            Connection::close);
  }

  static RbacSession open(SessionContext context) {
    RbacBlueprint blueprint = RbacBlueprint.of(context.blueprint().orElse(Map.of()));
    List<String> named = context.settings().list(RbacSettings.COMPONENTS);
    List<Problem> problems = RbacSettings.unknown(context.settings(), blueprint.components());
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    return new RbacSession(context, blueprint, chosen(blueprint, named));
  }

  private static List<Component> chosen(RbacBlueprint blueprint, List<String> named) {
    return blueprint.components().stream()
        .filter(one -> named.isEmpty() ? !one.optional() : named.contains(one.name()))
        .toList();
  }

  @Override
  public Declaration declare() {
    try {
      return declare(connection.get());
    } catch (OnboardingException e) {
      if (e.category() == Category.PERMISSION) {
        return unreadable(e.missing());
      }
      throw e;
    }
  }

  private Declaration declare(Connection found) {
    if (found instanceof Connection.Reached reached) {
      KubeClient kube = reached.client();
      boolean exactly = RbacSettings.removesExtras(context.settings());
      WrittenRules written = new WrittenRules(kube, roles(), exactly);
      return Declaration.of(resources(kube))
          .checkedBy(new RbacPreflight(blueprint.namespace(), kube, reached.held(), written));
    }
    if (found instanceof Connection.OutOfReach away) {
      return Declaration.of(List.of(manual(away.why())));
    }
    context.note("the access of components in the cluster is left alone: kubernetes.rbac=off");
    return Declaration.of(List.of());
  }

  private List<Resource> resources(KubeClient kube) {
    return new RbacDeclaration(context, kube, blueprint).resources(components);
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

  /** Declares the permissions of all resources, although the cloud's access cannot be read. */
  private Declaration unreadable(List<RequiredPermission> denied) {
    return Declaration.of(resources(KubeClient.nowhere()))
        .checkedBy(new RbacPermissions(blueprint.namespace()))
        .unreadable(denied);
  }

  private Resource manual(String why) {
    if (KubernetesSettings.required(context.settings())) {
      throw OnboardingException.of(
              Category.CALLER, "the access of components cannot be set up: " + why)
          .remedy("run where the API server can be reached, or set kubernetes.rbac=auto")
          .build();
    }
    return Resource.manual(
        ResourceId.of("kubernetes-access", blueprint.namespace()),
        ResourceKind.RBAC,
        manualSteps(why));
  }

  private Resource.ManualSteps manualSteps(String why) {
    String names = String.join(", ", components.stream().map(Component::name).toList());
    String reason = "the API server is out of reach from here (" + why + "): ";
    String again =
        " by running this once more from where it can be reached, with kubernetes.kubeconfig if"
            + " necessary";
    return Resource.ManualSteps.of(
            reason + "set up the access of " + names + again,
            reason + "remove the access of " + names + again)
        .unchecked();
  }

  private List<RoleSpec> roles() {
    return components.stream().flatMap(component -> component.roles().stream()).toList();
  }

  @Override
  public void close() {
    connection.close();
  }
}
