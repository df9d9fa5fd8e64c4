package dev.onboard4j.eks;

import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes the entry of aws-auth in a cluster that got access entries later.
 *
 * <p>The nodes join by their access entry, and the entry would stay when that one is removed. The
 * map without the entry counts as an object as declared, so that there is nothing to create.
 */
final class FormerEntryHandler implements ResourceHandler {
  private static final String GROUPS = "groups";

  static final State DESIRED = State.builder().members(GROUPS, List.of()).build();

  private final MapRole former;
  private final AwsAuthHandler entry;

  FormerEntryHandler(KubeClient kube, MapRole former) {
    this.former = former;
    entry = new AwsAuthHandler(kube, former);
  }

  /** The groups of the entry that onboarding wrote. */
  static State retired(MapRole role) {
    return State.builder().members(GROUPS, role.groups()).build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Observed found = entry.read(resource, requests);
    List<Extra> extras = new ArrayList<>(found.extras());
    boolean ours = found.state().equals(AwsAuthHandler.desired(former));
    if (found.exists() && !ours) {
      extras.add(new Extra("mapRoles", former.roleArn() + ", which another tool changed"));
    }
    return Observed.of(ours ? retired(former) : DESIRED, Owner.OURS).withExtras(extras);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return entry.readPermissions(resource, observed);
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return List.of(AwsAuthHandler.MAP.permission("patch"));
  }

  @Override
  public List<Grant> access(Resource resource, State state) {
    return entry.access(resource, state);
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    StateChange removal = new StateChange(change.before(), State.empty(), State.empty());
    entry.write(resource, observed, removal, requests);
    return read(resource, requests);
  }
}
