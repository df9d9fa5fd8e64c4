package dev.onboard4j.spi;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import java.util.List;

/**
 * Reads one resource, says what a write needs, and writes it. Thread-safe.
 *
 * <p>The laws, examined by the provider contract of the testkit: reading never writes; reading
 * twice gives the same; a write after a lost reply converges; what a write returns is what the next
 * read sees (it waits by effect, never a fixed time); removing what is absent succeeds; a denial
 * names the missing permission.
 *
 * <p>Every request goes through {@link RequestContext#read} or {@link RequestContext#write}, which
 * limit, time, retry and report it. Failures are {@link dev.onboard4j.model.OnboardingException}s
 * whose category tells whether the request certainly had no effect (TRANSIENT) or may have had one
 * (UNKNOWN_OUTCOME).
 */
public interface ResourceHandler {
  /** What is there now. */
  Observed read(Resource resource, RequestContext requests);

  /**
   * The permissions of exactly this step; with {@code after} equal to {@code before.state()} those
   * of reading. Pure.
   */
  List<RequiredPermission> needs(Resource resource, Observed before, State after);

  /**
   * Creates, repairs or replaces; an empty {@code after} removes. Converges after a lost reply.
   *
   * @param before what was there just before
   * @param after the planned state, with every Unknown filled in
   * @return what the next read will see
   */
  Observed write(Resource resource, Observed before, State after, RequestContext requests);

  /** What stands in the way of removing it, in words; asked by removal plans only. Reads only. */
  default List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return List.of();
  }
}
