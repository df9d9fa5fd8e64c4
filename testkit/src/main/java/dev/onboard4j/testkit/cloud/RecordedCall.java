package dev.onboard4j.testkit.cloud;

import java.time.Instant;

/**
 * One request an embedded cloud answered, or failed to.
 *
 * @param at when it arrived
 * @param service for example {@code iam}
 * @param action for example {@code CreateRole}
 * @param resource what it was about, as far as the request names it
 * @param arguments everything the request asks, so that equal requests are equal here
 * @param status the HTTP status, or 0 when the connection was cut
 * @param effect whether it could change anything
 */
public record RecordedCall(
    Instant at,
    String service,
    String action,
    String resource,
    String arguments,
    int status,
    Effect effect) {
  /** Whether a request could change anything. */
  public enum Effect {
    /** It only reads. */
    READ,
    /** It writes. */
    WRITE
  }

  /** As in the cloud's own permissions: {@code iam:CreateRole}, {@code iam.roles.create}. */
  public String name() {
    return action.startsWith(service + ".") ? action : service + ":" + action;
  }
}
