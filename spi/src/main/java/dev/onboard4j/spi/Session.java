package dev.onboard4j.spi;

/**
 * Runs one contributor on one cluster, for one operation.
 *
 * <p>The engine calls {@link #declare()} once, the cluster's provider first, then {@link #close()}
 * once. Used by one thread at a time.
 */
@FunctionalInterface
public interface Session extends AutoCloseable {
  /**
   * Reads the facts of the cluster and declares the resources. Writes nothing.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER with every problem that
   *     prevents a plan for this cluster
   */
  Declaration declare();

  /** Closes the clients that the session created. */
  @Override
  default void close() {}
}
