package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.HeldPermissions;
import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.rbac.RbacBlueprint.Component;
import dev.onboard4j.rbac.RbacBlueprint.RoleSpec;
import dev.onboard4j.rbac.RbacBlueprint.RuleSpec;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.List;

/** What has to be there in the cluster: per component its accounts, roles and bindings. */
final class RbacDeclaration {
  private final SessionContext context;
  private final KubeClient kube;
  private final RbacBlueprint blueprint;
  private final HeldPermissions rights;
  private final KubeMarks marks;
  private final boolean exactly;

  RbacDeclaration(
      SessionContext context, KubeClient kube, RbacBlueprint blueprint, HeldPermissions rights) {
    this.context = context;
    this.kube = kube;
    this.blueprint = blueprint;
    this.rights = rights;
    marks = new KubeMarks(context);
    exactly = context.settings().text(RbacSettings.EXTRAS).orElse("").equals(RbacSettings.REMOVE);
  }

  List<Resource> resources(List<Component> components) {
    List<Resource> all = new ArrayList<>(List.of(namespace()));
    for (Component component : components) {
      component.serviceAccounts().forEach(name -> all.add(account(component, name)));
      for (RoleSpec spec : component.roles()) {
        all.add(role(component, spec));
        all.add(binding(component, spec));
      }
    }
    return all;
  }

  private ObjectRef namespaceRef() {
    return ObjectRef.of(KubeKind.NAMESPACE, blueprint.namespace());
  }

  private Resource namespace() {
    ObjectRef ref = namespaceRef();
    PlainMapper shape = new PlainMapper(ref.kind());
    ObjectHandler handler = new ObjectHandler(kube, ref, shape, marks, "", "");
    State desired = marks.into(shape.desired(), "", "").build();
    return Resource.of(
            ref.id(),
            ResourceKind.COMPONENT,
            desired,
            context.operation() == Operation.REMOVE
                ? new NamespaceHandler(kube, ref, handler)
                : handler)
        .ignoringChanges(KubeMarks.FIELD);
  }

  private ObjectRef accountRef(String name) {
    return ObjectRef.of(KubeKind.SERVICE_ACCOUNT, blueprint.namespace(), name);
  }

  private Resource account(Component component, String name) {
    ObjectRef ref = accountRef(name);
    PlainMapper shape = new PlainMapper(ref.kind());
    return declared(component, ref, ResourceKind.IDENTITY, shape, shape.desired())
        .dependingOn(namespaceRef().id());
  }

  private Resource role(Component component, RoleSpec spec) {
    RoleMapper shape = new RoleMapper(spec, rights);
    Resource resource =
        declared(component, spec.role(), ResourceKind.RBAC, shape, shape.desired(exactly))
            .retiring(shape.retired())
            .granting(spec.rules().stream().map(one -> grant(spec, one)).toList());
    return spec.role().namespace().equals(blueprint.namespace())
        ? resource.dependingOn(namespaceRef().id())
        : resource;
  }

  private Grant grant(RoleSpec spec, RuleSpec one) {
    return new Grant(
        BindingMapper.account(blueprint.namespace(), spec.serviceAccount()),
        one.why().permission(),
        spec.role().namespace().isEmpty() ? "the cluster" : "namespace " + spec.role().namespace(),
        "",
        reason(spec, one),
        one.why().provenance());
  }

  /** With what makes the rule more than it seems. */
  private static String reason(RoleSpec spec, RuleSpec one) {
    StringBuilder reason = new StringBuilder(one.why().reason());
    spec.risks(one.rule())
        .forEach(risk -> reason.append("; !").append(risk).append(": ").append(risk.why()));
    return reason.toString();
  }

  private Resource binding(Component component, RoleSpec spec) {
    BindingMapper shape = new BindingMapper(spec, blueprint.namespace(), rights);
    ResourceId account = accountRef(spec.serviceAccount()).id();
    return declared(component, spec.binding(), ResourceKind.RBAC, shape, shape.desired(exactly))
        .dependingOn(account, spec.role().id());
  }

  private Resource declared(
      Component component,
      ObjectRef ref,
      ResourceKind kind,
      ObjectMapper shape,
      State.Builder desired) {
    ObjectHandler handler =
        new ObjectHandler(kube, ref, shape, marks, component.release(), blueprint.namespace());
    return Resource.of(
            ref.id(),
            kind,
            marks.into(desired, component.release(), blueprint.namespace()).build(),
            handler)
        .ignoringChanges(KubeMarks.FIELD);
  }
}
