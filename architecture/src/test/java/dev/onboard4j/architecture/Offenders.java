package dev.onboard4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.TreeSet;

/** A list of known offenders against a rule, which can shrink and cannot grow. */
final class Offenders {
  private Offenders() {}

  /** Fails for an offender that is not listed, and for a listed one that offends no longer. */
  static void check(String rule, Collection<String> found, Collection<String> listed) {
    TreeSet<String> added = new TreeSet<>(found);
    added.removeAll(listed);
    assertThat(added).as(rule).isEmpty();
    TreeSet<String> gone = new TreeSet<>(listed);
    gone.removeAll(found);
    assertThat(gone).as("offends no longer, so take it off the list: " + rule).isEmpty();
  }
}
