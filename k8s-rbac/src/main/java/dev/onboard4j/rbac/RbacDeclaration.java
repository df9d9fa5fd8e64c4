package dev.onboard4j.rbac;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.rbac.RbacBlueprint.Component;
import dev.onboard4j.rbac.RbacBlueprint.Reasoned;
import dev.onboard4j.rbac.RbacBlueprint.RoleSpec;
import dev.onboard4j.spi.Opening;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.List;

/** What has to be there in the cluster: per component its accounts, roles and bindings. */
final class RbacDeclaration {
  private final Opening opening;
  private final Kube kube;
  private final RbacBlueprint blueprint;
  private final Rights rights;
  private final KubeMarks marks;
  private final boolean exactly;

  RbacDeclaration(Opening opening, Kube kube, RbacBlueprint blueprint, Rights rights) {
    this.opening = opening;
    this.kube = kube;
    this.blueprint = blueprint;
    this.rights = rights;
    marks = new KubeMarks(opening);
    exactly = opening.settings().text(RbacSettings.EXTRAS).orElse("").equals(RbacSettings.REMOVE);
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
    PlainShape shape = new PlainShape(ref.kind());
    ObjectHandler handler = new ObjectHandler(kube, ref, shape, marks, "", "");
    State desired = marks.into(shape.desired(), "", "").build();
    return Resource.of(
            ref.id(),
            ResourceKind.COMPONENT,
            desired,
            opening.operation() == Operation.REMOVE
                ? new NamespaceHandler(kube, ref, handler)
                : handler)
        .tolerating(KubeMarks.FIELD);
  }

  private ObjectRef accountRef(String name) {
    return ObjectRef.of(KubeKind.SERVICE_ACCOUNT, blueprint.namespace(), name);
  }

  private Resource account(Component component, String name) {
    ObjectRef ref = accountRef(name);
    PlainShape shape = new PlainShape(ref.kind());
    return declared(component, ref, ResourceKind.IDENTITY, shape, shape.desired())
        .following(namespaceRef().id());
  }

  private Resource role(Component component, RoleSpec spec) {
    RoleShape shape = new RoleShape(spec, rights);
    Resource resource =
        declared(component, spec.role(), ResourceKind.RBAC, shape, shape.desired(exactly))
            .retiring(shape.retired())
            .granting(spec.rules().stream().map(one -> grant(spec, one)).toList());
    return spec.role().namespace().equals(blueprint.namespace())
        ? resource.following(namespaceRef().id())
        : resource;
  }

  private Grant grant(RoleSpec spec, Reasoned one) {
    return new Grant(
        BindingShape.account(blueprint.namespace(), spec.serviceAccount()),
        one.rule().toString(),
        spec.role().namespace().isEmpty() ? "the cluster" : "namespace " + spec.role().namespace(),
        "",
        reason(spec, one),
        one.provenance());
  }

  /** With what makes the rule more than it seems. */
  private static String reason(RoleSpec spec, Reasoned one) {
    StringBuilder reason = new StringBuilder(one.reason());
    spec.risks(one.rule())
        .forEach(risk -> reason.append("; !").append(risk).append(": ").append(risk.why()));
    return reason.toString();
  }

  private Resource binding(Component component, RoleSpec spec) {
    BindingShape shape = new BindingShape(spec, blueprint.namespace(), rights);
    ResourceId account = accountRef(spec.serviceAccount()).id();
    return declared(component, spec.binding(), ResourceKind.RBAC, shape, shape.desired(exactly))
        .following(account, spec.role().id());
  }

  private Resource declared(
      Component component, ObjectRef ref, ResourceKind kind, Shape shape, State.Builder desired) {
    ObjectHandler handler =
        new ObjectHandler(kube, ref, shape, marks, component.release(), blueprint.namespace());
    return Resource.of(
            ref.id(),
            kind,
            marks.into(desired, component.release(), blueprint.namespace()).build(),
            handler)
        .tolerating(KubeMarks.FIELD);
  }
}
