package dev.onboard4j.rbac;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.spi.Opening;
import dev.onboard4j.spi.Resource;

/** Asks a test's cloud for one entry of aws-auth. */
record AwsAuthEntry(MapRole role) {
  static boolean wanted(Opening opening) {
    return opening.given(AwsAuthEntry.class).isPresent();
  }

  static Resource declared(Opening opening, AwsAuth auth) {
    MapRole role = opening.given(AwsAuthEntry.class).orElseThrow().role();
    return auth.entry(ResourceId.of("aws-auth", role.roleArn()), role);
  }
}
