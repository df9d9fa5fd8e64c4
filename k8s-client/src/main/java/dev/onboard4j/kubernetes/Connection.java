package dev.onboard4j.kubernetes;

/** The result of connecting to a cluster's API server; the caller closes it. */
public sealed interface Connection extends AutoCloseable {
  /** Closes the client, unless it is the embedder's. */
  @Override
  default void close() {}

  /**
   * The API server answered.
   *
   * @param client sends requests to it; closed with the connection
   * @param held the rules of the caller, as far as the API server lists them
   */
  record Reached(KubeClient client, HeldPermissions held) implements Connection {
    @Override
    public void close() {
      client.close();
    }
  }

  /**
   * The access that the cloud reports does not work: the API server cannot be reached, or it does
   * not know the caller.
   *
   * @param why the reason, in words
   */
  record OutOfReach(String why) implements Connection {}

  /** The settings switch the access off; no request was sent. */
  record LeftAlone() implements Connection {}
}
