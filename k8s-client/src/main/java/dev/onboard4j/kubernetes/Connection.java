package dev.onboard4j.kubernetes;

/** What came of the attempt to reach a cluster's API server; to be closed by whoever connected. */
public sealed interface Connection extends AutoCloseable {
  /** Closes the client, if there is one and the embedder did not hand it over. */
  @Override
  default void close() {}

  /**
   * The API server answered.
   *
   * @param client sends requests to it; closed with the connection
   * @param held the permissions of the caller, as far as the API server lists them
   */
  record Reached(KubeClient client, HeldPermissions held) implements Connection {
    @Override
    public void close() {
      client.close();
    }
  }

  /**
   * There is no way to the API server, or it does not know the caller.
   *
   * @param why the reason, for people
   */
  record OutOfReach(String why) implements Connection {}

  /** The settings say to leave the cluster alone: no request was sent. */
  record LeftAlone() implements Connection {}
}
