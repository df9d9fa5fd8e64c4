package dev.onboard4j.eks;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import java.util.Map;

/**
 * The entry that lets nodes in on clusters without access entries, for a person to add where the
 * API server is out of reach from here.
 */
record AwsAuthByHand(String entry) implements ResourceHandler {
  static Resource resource(ResourceId id, MapRole role) {
    String entry = role.yaml();
    return Resource.of(id, ResourceKind.BINDING, State.empty(), new AwsAuthByHand(entry))
        .doneByHand(
            "add this to mapRoles of ConfigMap kube-system/aws-auth, so that new nodes can join:\n"
                + entry,
            "remove this from mapRoles of ConfigMap kube-system/aws-auth:\n" + entry);
  }

  /** Reads nothing: the ConfigMap is in the cluster. Tells the entry as an output. */
  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return Observed.absent().withOutputs(Map.of("aws-auth-map-roles", entry));
  }

  @Override
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
    return List.of();
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    return before;
  }
}
