package dev.onboard4j.rbac;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.SessionContext;

/** Asks a test's cloud for one entry of aws-auth. */
record AwsAuthEntry(MapRole role) {
  static boolean wanted(SessionContext context) {
    return context.given(AwsAuthEntry.class).isPresent();
  }

  static Resource declared(SessionContext context, AwsAuth auth) {
    MapRole role = context.given(AwsAuthEntry.class).orElseThrow().role();
    return auth.entry(ResourceId.of("aws-auth", role.roleArn()), role);
  }
}
