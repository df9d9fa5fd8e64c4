package dev.onboard4j.eks;

import dev.onboard4j.model.Need;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Call;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import java.util.Map;

/** The way nodes are let in on clusters without access entries: an entry a person adds. */
final class AwsAuth {
  private AwsAuth() {}

  /** One element of {@code data.mapRoles} (EKS user guide, aws-auth). */
  static String entry(String roleArn) {
    return """
        - rolearn: %s
          username: system:node:{{EC2PrivateDNSName}}
          groups:
            - system:bootstrappers
            - system:nodes
        """
        .formatted(roleArn);
  }

  /** Reads nothing: the ConfigMap is in the cluster. Tells the entry as an output. */
  record Handler(String entry) implements ResourceHandler {
    @Override
    public Observed read(Resource resource, Call call) {
      return Observed.absent().withOutputs(Map.of("aws-auth-map-roles", entry));
    }

    @Override
    public List<Need> needs(Resource resource, Observed before, State after) {
      return List.of();
    }

    @Override
    public Observed write(Resource resource, Observed before, State after, Call call) {
      return before;
    }
  }
}
