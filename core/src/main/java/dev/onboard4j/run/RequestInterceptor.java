package dev.onboard4j.run;

import java.util.function.Supplier;

/**
 * Stands around every request that a verb sends: for spans, for metrics, for tests that let a run
 * die.
 *
 * <p>Called on the run's threads, many at once, for each try of a request anew. Must send the
 * request and hand its reply on; what it throws itself counts as a failure nobody foresaw.
 *
 * <pre>{@code
 * onboarding.around(
 *     new RequestInterceptor() {
 *       public <T> T send(OutgoingRequest request, Supplier<T> send) {
 *         long start = System.nanoTime();
 *         try {
 *           return send.get();
 *         } finally {
 *           histogram.record(request.request().toString(), System.nanoTime() - start);
 *         }
 *       }
 *     });
 * }</pre>
 */
public interface RequestInterceptor {
  /**
   * Sends a request.
   *
   * @param request what is sent, and for what
   * @param send sends it and gives the reply
   */
  <T> T send(OutgoingRequest request, Supplier<T> send);
}
