package dev.onboard4j.spi;

/**
 * One contributor at work on one cluster, for one verb.
 *
 * <p>The engine calls {@link #declare()} once, of the cluster's provider first, then {@link
 * #close()} once. Used by one thread at a time.
 */
@FunctionalInterface
public interface Session extends AutoCloseable {
  /**
   * Reads the facts of the cluster and declares what has to be there. Writes nothing.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER for what cannot be planned
   *     on this cluster, with every problem
   */
  Declaration declare();

  /** Releases the clients that the session itself made. */
  @Override
  default void close() {}
}
