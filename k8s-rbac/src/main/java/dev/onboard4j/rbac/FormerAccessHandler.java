package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Deletes the {@link FormerAccess}; what a Helm release manages by now is kept and reported.
 *
 * <p>It is one resource, whose field lists the objects: which ones these are is known only after
 * they are listed, and a saved plan has to find the same resources when it is applied again.
 */
final class FormerAccessHandler implements ResourceHandler {
  private static final String OBJECTS = "obsolete-objects";

  private final KubeClient kube;
  private final FormerAccess former;
  private final KubeMarks marks;
  private final Operation operation;

  FormerAccessHandler(KubeClient kube, FormerAccess former, KubeMarks marks, Operation operation) {
    this.kube = kube;
    this.former = former;
    this.marks = marks;
    this.operation = operation;
  }

  /** No object is left. */
  static State desired() {
    return State.builder().known(OBJECTS, List.of()).build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return observed(former.objects(requests));
  }

  private Observed observed(SortedMap<ResourceId, Map<String, Object>> objects) {
    List<String> deletable = new ArrayList<>();
    List<Extra> managed = new ArrayList<>();
    objects.forEach(
        (id, object) ->
            HelmReleases.evidence(object)
                .ifPresentOrElse(
                    why -> managed.add(new Extra("managed by a Helm release", id + ", " + why)),
                    () -> deletable.add(id.toString())));
    if (deletable.isEmpty() && operation == Operation.REMOVE) {
      return Observed.absent().withExtras(managed);
    }
    State state = State.builder().known(OBJECTS, deletable).build();
    return Observed.of(state, Owner.OURS).withExtras(managed);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return FormerAccess.permissions();
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    TreeSet<RequiredPermission> permissions = new TreeSet<>();
    for (ObjectRef ref : objects(observed.state())) {
      permissions.add(ref.permission("get"));
      permissions.add(ref.permission("delete"));
    }
    return List.copyOf(permissions);
  }

  private static List<ObjectRef> objects(State state) {
    return state.json(OBJECTS) instanceof List<?> ids
        ? FormerAccess.ordered(ids.stream().map(String::valueOf).toList())
        : List.of();
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    StateChange removal = new StateChange(change.before(), State.empty(), State.empty());
    for (ObjectRef ref : objects(change.before())) {
      ObjectHandler handler =
          new ObjectHandler(kube, ref, new PlainMapper(ref.kind()), marks, HelmRelease.NONE);
      if (handler.read(resource, requests).owner() == Owner.OURS) {
        handler.write(resource, observed, removal, requests);
      }
    }
    return observed(former.read(requests));
  }
}
