package dev.onboard4j.testkit.cloud;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The planned faults of an embedded cloud. Thread-safe. */
public final class Faults {
  private static final int ALWAYS = 0;

  private final List<Planted> planned = new ArrayList<>();

  /** For embedded clouds. */
  Faults() {}

  private static final class Planted {
    private final Pattern match;
    private final int nth;
    private final Fault fault;
    private int seen;

    Planted(Pattern match, int nth, Fault fault) {
      this.match = match;
      this.nth = nth;
      this.fault = fault;
    }
  }

  /**
   * Makes the nth matching request from now on fail, counted from 1.
   *
   * @param match {@code service:Action}, with {@code *} for anything
   */
  public synchronized void on(String match, int nth, Fault fault) {
    planned.add(new Planted(glob(match), nth, fault));
  }

  /** Makes every matching request fail until {@link #clear()}. */
  public synchronized void always(String match, Fault fault) {
    planned.add(new Planted(glob(match), ALWAYS, fault));
  }

  /** Removes all planned faults. */
  public synchronized void clear() {
    planned.clear();
  }

  private static Pattern glob(String match) {
    return Pattern.compile(Pattern.quote(match).replace("*", "\\E.*\\Q"), Pattern.CASE_INSENSITIVE);
  }

  /** The fault for this request, if one is planned. */
  synchronized Optional<Fault> next(String call) {
    for (Iterator<Planted> all = planned.iterator(); all.hasNext(); ) {
      Planted one = all.next();
      if (!one.match.matcher(call).matches()) {
        continue;
      }
      if (one.nth == ALWAYS) {
        return Optional.of(one.fault);
      }
      one.seen++;
      if (one.seen == one.nth) {
        all.remove();
        return Optional.of(one.fault);
      }
    }
    return Optional.empty();
  }
}
