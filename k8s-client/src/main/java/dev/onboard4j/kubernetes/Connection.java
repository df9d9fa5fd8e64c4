package dev.onboard4j.kubernetes;

/** What came of the attempt to reach a cluster's API server. */
public sealed interface Connection {
  /**
   * The API server answered.
   *
   * @param client sends requests to it; to be closed by whoever connected
   * @param held the permissions of the caller, as far as the API server lists them
   */
  record Reached(KubeClient client, HeldPermissions held) implements Connection {}

  /**
   * There is no way to the API server, or it does not know the caller.
   *
   * @param why the reason, for people
   */
  record OutOfReach(String why) implements Connection {}

  /** The settings say to leave the cluster alone: no request was sent. */
  record LeftAlone() implements Connection {}
}
