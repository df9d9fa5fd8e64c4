package dev.onboard4j.rbac;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes a namespace only when no other object is in it, because its content is deleted with it.
 */
final class NamespaceHandler implements ResourceHandler {
  private final NamespaceContent content;
  private final ObjectHandler handler;

  NamespaceHandler(NamespaceContent content, ObjectHandler handler) {
    this.content = content;
    this.handler = handler;
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Observed observed = handler.read(resource, requests);
    if (observed.owner() != Owner.OURS) {
      return observed;
    }
    List<ResourceId> users = content.list(requests);
    return users.isEmpty()
        ? observed
        : Observed.of(observed.state(), Owner.SHARED).withUsers(users);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    List<RequiredPermission> permissions =
        new ArrayList<>(handler.readPermissions(resource, observed));
    permissions.addAll(content.permissions());
    return permissions;
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return handler.writePermissions(resource, observed, change);
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    return handler.write(resource, observed, change, requests);
  }

  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return handler.obstacles(resource, observed, requests);
  }
}
