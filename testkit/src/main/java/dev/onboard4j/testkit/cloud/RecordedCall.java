package dev.onboard4j.testkit.cloud;

import java.time.Instant;

/**
 * One request that an embedded cloud received.
 *
 * @param at the time of its arrival
 * @param service for example {@code iam}
 * @param action for example {@code CreateRole}
 * @param resource the resource that the request names, or the empty string
 * @param arguments all arguments, equal for equal requests
 * @param status the HTTP status, or 0 when the connection was cut
 * @param effect whether it reads or writes
 */
public record RecordedCall(
    Instant at,
    String service,
    String action,
    String resource,
    String arguments,
    int status,
    Effect effect) {
  /** Whether a request reads or writes. */
  public enum Effect {
    /** The request reads only. */
    READ,
    /** The request writes. */
    WRITE
  }

  /**
   * The name in the form of the cloud's permissions: {@code iam:CreateRole}, {@code
   * iam.roles.create}.
   */
  public String name() {
    return action.startsWith(service + ".") ? action : service + ":" + action;
  }
}
