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
 * <p>What is written is the object as it was read with ours put in, at the resourceVersion of that
 * reading: {@code rules} and {@code subjects} are atomic lists to the API server, so a patch of
 * them would drop what somebody else just added.
 */
final class ObjectHandler implements ResourceHandler {
  private final KubeClient kube;
  private final ObjectRef ref;
  private final ObjectMapper mapper;
  private final KubeMarks marks;
  private final String release;
  private final String namespace;

  ObjectHandler(
      KubeClient kube,
      ObjectRef ref,
      ObjectMapper mapper,
      KubeMarks marks,
      String release,
      String namespace) {
    this.kube = kube;
    this.ref = ref;
    this.mapper = mapper;
    this.marks = marks;
    this.release = release;
    this.namespace = namespace;
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return kube.find(requests, ref)
        .filter(object -> !leaving(object))
        .map(this::observed)
        .orElse(Observed.absent());
  }

  private Observed observed(Map<String, Object> object) {
    State.Builder state = State.builder();
    mapper.observe(object, state);
    return Observed.of(KubeMarks.observed(state, object).build(), marks.owner(object));
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
    permissions.addAll(mapper.beyond(creates));
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

  /** Nothing can be made in a namespace that is about to go, nor another one of its name. */
  private static boolean leaving(Map<String, Object> object) {
    return KubeJson.metadata(object).containsKey("deletionTimestamp");
  }

  /** One cycle; empty when somebody else wrote in between, or the former one has yet to go. */
  private Optional<Map<String, Object>> attempt(StateChange change, RequestContext requests) {
    Optional<Map<String, Object>> found = kube.find(requests, ref);
    if (found.filter(ObjectHandler::leaving).isPresent()) {
      return Optional.empty();
    }
    if (found.isEmpty()) {
      return Optional.of(kube.create(requests, ref, body(fresh(), change.target())));
    }
    if (observed(found.get()).state().covers(change.target(), change.retired())) {
      return found;
    }
    return kube.replace(requests, ref, body(found.get(), change.target()));
  }

  private Map<String, Object> fresh() {
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
    marks.write(body, release, namespace);
    return body;
  }

  private void remove(RequestContext requests) {
    requests.await(ref + " is gone", () -> gone(requests) ? Optional.of(ref) : Optional.empty());
  }

  /** Namespaces, and whatever has a finalizer, go some time after they were told to. */
  private boolean gone(RequestContext requests) {
    Optional<Map<String, Object>> found = kube.find(requests, ref);
    if (found.isEmpty()) {
      return true;
    }
    return !leaving(found.get())
        && kube.delete(requests, ref, unused(found.get()))
        && kube.find(requests, ref).isEmpty();
  }

  private Map<String, Object> unused(Map<String, Object> object) {
    if (!KubeMarks.helm(object).isEmpty()) {
      throw OnboardingException.of(Category.CONFLICT, ref + " belongs to a Helm release by now")
          .remedy("helm uninstall " + release + " first")
          .build();
    }
    return object;
  }

  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return kube.find(requests, ref)
        .filter(object -> !KubeMarks.helm(object).isEmpty())
        .map(object -> List.of("a Helm release manages it by now: helm uninstall " + release))
        .orElse(List.of());
  }
}
