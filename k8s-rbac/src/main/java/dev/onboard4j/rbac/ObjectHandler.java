package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes one object, with the semantics of {@code kubectl auth reconcile}.
 *
 * <p>A write sends the whole object as it was read, with our part added, at the resourceVersion
 * that was read: {@code rules} and {@code subjects} are atomic lists for the API server, so a patch
 * of them would drop what another client has just added.
 */
final class ObjectHandler implements ResourceHandler {
  private final KubeClient kube;
  private final ObjectRef ref;
  private final ObjectMapper mapper;
  private final KubeMarks marks;
  private final HelmRelease release;

  ObjectHandler(
      KubeClient kube, ObjectRef ref, ObjectMapper mapper, KubeMarks marks, HelmRelease release) {
    this.kube = kube;
    this.ref = ref;
    this.mapper = mapper;
    this.marks = marks;
    this.release = release;
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return find(requests)
        .filter(object -> !terminating(object))
        .map(this::observed)
        .orElse(Observed.absent());
  }

  Optional<Map<String, Object>> find(RequestContext requests) {
    return kube.find(requests, ref);
  }

  Observed observed(Map<String, Object> object) {
    State.Builder state = State.builder();
    mapper.observe(object, state);
    return Observed.of(marks.observed(state, object).build(), marks.owner(object));
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return List.of(ref.permission("get"));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    if (change.removes()) {
      return List.of(ref.permission("delete"));
    }
    boolean creates = change.creates() || change.replaces();
    List<RequiredPermission> permissions = new ArrayList<>();
    if (change.replaces()) {
      permissions.add(ref.permission("delete"));
    }
    permissions.add(ref.permission(creates ? "create" : "update"));
    permissions.addAll(mapper.escalation(creates));
    return permissions;
  }

  @Override
  public List<Grant> access(Resource resource, State state) {
    return mapper.access(state);
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    if (change.removes()) {
      remove(requests);
      return Observed.absent();
    }
    if (change.replaces()) {
      remove(requests);
    }
    return requests.await(
        ref + " is written as it was read", () -> attempt(change, requests).map(this::observed));
  }

  /** Whether the object is being deleted: nothing can be created in such a namespace. */
  static boolean terminating(Map<String, Object> object) {
    return KubeJson.metadata(object).containsKey("deletionTimestamp");
  }

  /** One read and write; empty when another client wrote in between, or the old object remains. */
  private Optional<Map<String, Object>> attempt(StateChange change, RequestContext requests) {
    Optional<Map<String, Object>> found = kube.find(requests, ref);
    if (found.filter(ObjectHandler::terminating).isPresent()) {
      return Optional.empty();
    }
    if (found.isEmpty()) {
      return Optional.of(kube.create(requests, ref, body(skeleton(), change.target())));
    }
    if (observed(found.get()).state().covers(change.target(), change.retired())) {
      return found;
    }
    return kube.replace(requests, ref, body(found.get(), change.target()));
  }

  private Map<String, Object> skeleton() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", ref.kind().apiVersion());
    object.put("kind", ref.kind().kind());
    Map<String, Object> metadata = new LinkedHashMap<>(Map.of("name", ref.name()));
    if (ref.kind().namespaced()) {
      metadata.put("namespace", ref.namespace());
    }
    object.put("metadata", metadata);
    return object;
  }

  private Map<String, Object> body(Map<String, Object> object, State target) {
    Map<String, Object> body = new LinkedHashMap<>(object);
    mapper.write(body, target);
    marks.write(body, release);
    return body;
  }

  private void remove(RequestContext requests) {
    requests.await(ref + " is gone", () -> gone(requests) ? Optional.of(ref) : Optional.empty());
  }

  /** Deletes the object once; namespaces and objects with finalizers remain for some time. */
  private boolean gone(RequestContext requests) {
    Optional<Map<String, Object>> found = kube.find(requests, ref);
    if (found.isEmpty()) {
      return true;
    }
    return !terminating(found.get())
        && kube.delete(requests, ref, withoutRelease(found.get()))
        && kube.find(requests, ref).isEmpty();
  }

  private Map<String, Object> withoutRelease(Map<String, Object> object) {
    Optional<String> evidence = HelmReleases.evidence(object);
    if (evidence.isPresent()) {
      throw OnboardingException.of(
              Category.CONFLICT, ref + " belongs to a Helm release: " + evidence.get())
          .remedy("uninstall the release first: " + uninstall(object))
          .build();
    }
    return object;
  }

  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return kube.find(requests, ref)
        .flatMap(object -> obstacle(object, requests))
        .map(List::of)
        .orElse(List.of());
  }

  private Optional<String> obstacle(Map<String, Object> object, RequestContext requests) {
    return HelmReleases.evidence(object)
        .or(() -> HelmReleases.stored(kube, object, requests))
        .map(why -> "a Helm release manages it (" + why + "): " + uninstall(object));
  }

  private String uninstall(Map<String, Object> object) {
    return "helm uninstall "
        + KubeJson.annotations(object).getOrDefault(KubeMarks.RELEASE, release.name());
  }
}
