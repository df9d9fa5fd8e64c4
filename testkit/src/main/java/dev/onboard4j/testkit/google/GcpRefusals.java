package dev.onboard4j.testkit.google;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/** The requests that an API refuses although it is enabled; guarded by the world. */
final class GcpRefusals {
  /** The number of a project that is not in the world: the one of the caller's credentials. */
  private static final long CALLERS_PROJECT = 32_555_940_559L;

  private final Map<String, IntPredicate> afterEnabling = new HashMap<>();
  private final Map<String, Integer> callers = new HashMap<>();

  void afterEnabling(String api, IntPredicate refused) {
    afterEnabling.put(api, refused);
  }

  /** Refuses that many requests, as the API is disabled in the project that the caller bills. */
  void inCallersProject(String api, int requests) {
    callers.put(api, requests);
  }

  /** Checks a request, counted from 1, to an API that was enabled in this world. */
  void check(String api, int request, long project) {
    IntPredicate refused = afterEnabling.get(api);
    if (refused != null && refused.test(request)) {
      throw GcpError.disabled(api, project);
    }
  }

  void checkCaller(String api) {
    int left = callers.getOrDefault(api, 0);
    if (left > 0) {
      callers.put(api, left - 1);
      throw GcpError.disabled(api, CALLERS_PROJECT);
    }
  }
}
