package dev.onboard4j.run;

import java.util.function.Supplier;

/**
 * Wraps every request of a run: for spans, metrics, and tests that stop a run.
 *
 * <p>The engine calls it on the threads of the run, concurrently, once per attempt. It must send
 * the request once, on this thread and before it returns, and return the reply; a second or a later
 * call is refused, and a failure of the request stays one. Sent on another thread, a request within
 * this request would wait for the permit of its own caller. An exception of its own counts as a
 * failed read, or as a write with an unknown outcome if the request was sent.
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
   * @param request the request and its purpose
   * @param send sends the request and returns the reply
   */
  <T> T send(OutgoingRequest request, Supplier<T> send);
}
