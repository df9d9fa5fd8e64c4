package dev.onboard4j.rbac;

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
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Declares the namespace, and the service accounts, roles and bindings of each component. */
final class RbacDeclaration {
  private final SessionContext context;
  private final KubeClient kube;
  private final RbacBlueprint blueprint;
  private final KubeMarks marks;
  private final boolean exactly;

  RbacDeclaration(SessionContext context, KubeClient kube, RbacBlueprint blueprint) {
    this.context = context;
    this.kube = kube;
    this.blueprint = blueprint;
    marks = new KubeMarks(context);
    exactly = RbacSettings.removesExtras(context.settings());
  }

  List<Resource> resources(List<Component> components) {
    List<Resource> all = new ArrayList<>();
    for (Component component : components) {
      component.serviceAccounts().forEach(name -> all.add(account(component, name)));
      for (RoleSpec spec : component.roles()) {
        all.add(role(component, spec));
        all.add(binding(component, spec));
      }
    }
    FormerAccess former =
        new FormerAccess(
            kube, marks, all.stream().map(Resource::id).collect(Collectors.toUnmodifiableSet()));
    all.add(namespace(former));
    all.add(former(former));
    return all;
  }

  private Resource former(FormerAccess former) {
    return Resource.of(
            ResourceId.of("former-access", blueprint.namespace()),
            ResourceKind.RBAC,
            FormerAccessHandler.desired(),
            new FormerAccessHandler(kube, former, marks, context.operation()))
        .dependingOn(namespaceRef().id());
  }

  private ObjectRef namespaceRef() {
    return ObjectRef.of(KubeKind.NAMESPACE, blueprint.namespace());
  }

  private Resource namespace(FormerAccess former) {
    ObjectRef ref = namespaceRef();
    PlainMapper mapper = new PlainMapper(ref.kind());
    HelmRelease release =
        blueprint.components().stream()
            .filter(Component::createsNamespace)
            .findFirst()
            .map(this::release)
            .orElse(HelmRelease.NONE);
    ObjectHandler handler = new ObjectHandler(kube, ref, mapper, marks, release);
    State desired = marks.into(mapper.desired(), release).build();
    boolean removal = context.operation() == Operation.REMOVE;
    ResourceHandler chosen =
        removal
            ? new NamespaceHandler(new NamespaceContent(kube, ref.name()), former, handler)
            : handler;
    return Resource.of(ref.id(), ResourceKind.COMPONENT, desired, chosen)
        .ignoringChanges(KubeMarks.ADOPTION);
  }

  private HelmRelease release(Component component) {
    return RbacSettings.release(context.settings(), component, blueprint.namespace());
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
    RoleMapper mapper = new RoleMapper(spec, holder(spec));
    Resource resource =
        declared(component, spec.role(), ResourceKind.RBAC, mapper, mapper.desired(exactly))
            .retiring(mapper.retired());
    return spec.role().namespace().equals(blueprint.namespace())
        ? resource.dependingOn(namespaceRef().id())
        : resource;
  }

  private Resource binding(Component component, RoleSpec spec) {
    BindingMapper mapper = new BindingMapper(spec, holder(spec));
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
    HelmRelease release = release(component);
    State marked = marks.into(desired, release).build();
    ObjectHandler handler = new ObjectHandler(kube, ref, mapper, marks, release);
    return Resource.of(ref.id(), kind, marked, handler).ignoringChanges(KubeMarks.ADOPTION);
  }
}
