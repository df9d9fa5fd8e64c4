package dev.onboard4j.samples.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about a plan. It holds no other setting: endpoints and credentials are the
 * operator's.
 *
 * @param clusterId the id that the platform gave the cluster
 * @param adopt the ids of the resources to adopt, or {@code all}
 * @param allow the kinds of changes to allow, such as {@code shared}
 */
record PlanRequest(@Nullable String clusterId, List<String> adopt, List<String> allow) {
  PlanRequest(
      @Nullable String clusterId, @Nullable List<String> adopt, @Nullable List<String> allow) {
    this.clusterId = clusterId;
    this.adopt = adopt == null ? List.of() : List.copyOf(adopt);
    this.allow = allow == null ? List.of() : List.copyOf(allow);
  }
}
