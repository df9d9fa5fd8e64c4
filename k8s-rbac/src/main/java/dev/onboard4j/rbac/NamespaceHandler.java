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
import java.util.Map;
import java.util.Optional;

/**
 * Removes a namespace only when no other object is in it, because its content is deleted with it.
 */
final class NamespaceHandler implements ResourceHandler {
  private final NamespaceContent content;
  private final FormerAccess former;
  private final ObjectHandler handler;

  /**
   * The handler of one namespace.
   *
   * @param former what the removal deletes beside the declared objects
   */
  NamespaceHandler(NamespaceContent content, FormerAccess former, ObjectHandler handler) {
    this.content = content;
    this.former = former;
    this.handler = handler;
  }

  /** A terminating namespace exists: the removal ends when it is gone, and nothing can keep it. */
  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Optional<Map<String, Object>> found = handler.find(requests);
    if (found.isEmpty()) {
      return Observed.absent();
    }
    Observed observed = handler.observed(found.get());
    if (ObjectHandler.terminating(found.get()) || observed.owner() != Owner.OURS) {
      return observed;
    }
    List<ResourceId> users = new ArrayList<>(content.list(requests));
    users.removeAll(removed(requests));
    return users.isEmpty()
        ? observed
        : Observed.of(observed.state(), Owner.SHARED).withUsers(users);
  }

  private List<ResourceId> removed(RequestContext requests) {
    return former.objects(requests).entrySet().stream()
        .filter(object -> HelmReleases.evidence(object.getValue()).isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    List<RequiredPermission> permissions =
        new ArrayList<>(handler.readPermissions(resource, observed));
    permissions.addAll(content.permissions());
    permissions.addAll(FormerAccess.permissions());
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
