package dev.onboard4j.samples.server;

import dev.onboard4j.OnboardingRun;

/**
 * A run that this server started.
 *
 * @param cluster whose run it is
 * @param handle follows and cancels it
 * @param events its events
 */
record Run(TenantCluster cluster, OnboardingRun handle, EventLog events) {
  String id() {
    return handle.id();
  }

  boolean ended() {
    return handle.ended();
  }
}
