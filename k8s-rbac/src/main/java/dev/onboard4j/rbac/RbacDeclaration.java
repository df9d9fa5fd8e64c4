package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.HeldPermissions;
import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.rbac.RbacBlueprint.Component;
import dev.onboard4j.rbac.RbacBlueprint.RoleSpec;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.List;

/** What has to be there in the cluster: per component its accounts, roles and bindings. */
final class RbacDeclaration {
  private final SessionContext context;
  private final KubeClient kube;
  private final RbacBlueprint blueprint;
  private final HeldPermissions held;
  private final KubeMarks marks;
  private final boolean exactly;

  RbacDeclaration(
      SessionContext context, KubeClient kube, RbacBlueprint blueprint, HeldPermissions held) {
    this.context = context;
    this.kube = kube;
    this.blueprint = blueprint;
    this.held = held;
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
    PlainMapper mapper = new PlainMapper(ref.kind());
    ObjectHandler handler = new ObjectHandler(kube, ref, mapper, marks, "", "");
    State desired = marks.into(mapper.desired(), "", "").build();
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
    PlainMapper mapper = new PlainMapper(ref.kind());
    return declared(component, ref, ResourceKind.IDENTITY, mapper, mapper.desired())
        .dependingOn(namespaceRef().id());
  }

  private String holder(RoleSpec spec) {
    return BindingMapper.account(blueprint.namespace(), spec.serviceAccount());
  }

  private Resource role(Component component, RoleSpec spec) {
    RoleMapper mapper = new RoleMapper(spec, holder(spec), held);
    Resource resource =
        declared(component, spec.role(), ResourceKind.RBAC, mapper, mapper.desired(exactly))
            .retiring(mapper.retired());
    return spec.role().namespace().equals(blueprint.namespace())
        ? resource.dependingOn(namespaceRef().id())
        : resource;
  }

  private Resource binding(Component component, RoleSpec spec) {
    BindingMapper mapper = new BindingMapper(spec, holder(spec), held);
    ResourceId account = accountRef(spec.serviceAccount()).id();
    return declared(component, spec.binding(), ResourceKind.RBAC, mapper, mapper.desired(exactly))
        .dependingOn(account, spec.role().id());
  }

  private Resource declared(
      Component component,
      ObjectRef ref,
      ResourceKind kind,
      ObjectMapper mapper,
      State.Builder desired) {
    ObjectHandler handler =
        new ObjectHandler(kube, ref, mapper, marks, component.release(), blueprint.namespace());
    return Resource.of(
            ref.id(),
            kind,
            marks.into(desired, component.release(), blueprint.namespace()).build(),
            handler)
        .ignoringChanges(KubeMarks.FIELD);
  }
}
