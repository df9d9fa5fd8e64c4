package dev.onboard4j.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * What the program printed.
 *
 * @param lines its lines
 */
record Printed(List<String> lines) {
  static final String VERSION = System.getProperty("project.version");

  /** Checks that a contributor is known by its Maven coordinates and version. */
  Printed hasInstalled(String id, String artifact) {
    assertThat(lines).contains("installed " + id + " " + artifact + " " + VERSION);
    return this;
  }

  /** Checks that each order was planned, applied, planned again without changes, and removed. */
  Printed hasDone(List<Order> orders) {
    for (Order order : orders) {
      assertThat(lines)
          .filteredOn(line -> line.startsWith(order.caller() + " " + order.cluster() + ": "))
          .singleElement()
          .asString()
          .contains(thread(order.caller()))
          .containsPattern("planned \\[" + VERSION + " create=[1-9].*applied")
          .containsPattern("applied, planned \\[" + VERSION + " create=0 update=0 .*removed$");
    }
    return this;
  }

  private static String thread(Caller caller) {
    return switch (caller) {
      case MAIN -> "main";
      case COMMON_POOL -> "ForkJoinPool.commonPool-worker-";
      case NO_LOADER -> "no-loader";
      case VIRTUAL -> "VirtualThread[";
    };
  }

  List<String> notes() {
    return lines.stream().filter(line -> line.startsWith("note ")).toList();
  }
}
