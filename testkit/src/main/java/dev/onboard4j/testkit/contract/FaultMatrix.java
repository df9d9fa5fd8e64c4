package dev.onboard4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Operation;
import dev.onboard4j.testkit.cloud.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every writing request fails once in each way; the run reaches the same state as without that, and
 * changes no more than its plan says.
 */
record FaultMatrix(Operation verb, List<Fault> faults, int atMost, Supplier<ContractWorld> worlds) {
  private static final List<Fault.Kind> LOST =
      List.of(
          Fault.Kind.RESET_BEFORE,
          Fault.Kind.RESET_AFTER,
          Fault.Kind.TRUNCATE,
          Fault.Kind.ERROR,
          Fault.Kind.THROTTLE,
          Fault.Kind.UNAVAILABLE);

  /** Requests that fail. */
  static FaultMatrix of(Operation verb, int atMost, Supplier<ContractWorld> worlds) {
    return new FaultMatrix(verb, LOST.stream().map(Fault::of).toList(), atMost, worlds);
  }

  /** Creations of objects that are visible late. */
  static FaultMatrix late(int atMost, Supplier<ContractWorld> worlds) {
    return new FaultMatrix(Operation.APPLY, List.of(Fault.hide(1), Fault.hide(3)), atMost, worlds);
  }

  Stream<DynamicTest> tests() {
    List<String> written;
    Object goal;
    try (ContractWorld world = worlds.get()) {
      written = new RecordedRun(verb, world).writes();
      goal = world.state();
    }
    assertThat(written).as("the requests that " + verb + " writes with").isNotEmpty();
    List<DynamicTest> tests = new ArrayList<>();
    for (Fault fault : faults) {
      numbered(written).forEach((call, nth) -> tests.add(failure(call, nth, fault, goal)));
    }
    return Attack.sample("writes of " + verb + " with a fault", tests, atMost).stream();
  }

  /** Every write by its name and its number among the writes of that name. */
  static Map<String, Integer> numbered(List<String> written) {
    Map<String, Integer> numbered = new LinkedHashMap<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (String call : written) {
      int nth = seen.merge(call, 1, Integer::sum);
      numbered.put(call + " " + nth, nth);
    }
    return numbered;
  }

  private DynamicTest failure(String call, int nth, Fault fault, Object goal) {
    return DynamicTest.dynamicTest(
        verb.name().toLowerCase(Locale.ROOT) + ", " + told(fault) + " at " + call,
        () -> {
          try (ContractWorld world = worlds.get()) {
            String match = call.substring(0, call.lastIndexOf(' '));
            new RecordedRun(verb, world).writes(() -> world.faults().on(match, nth, fault));
            assertThat(world.state()).isEqualTo(goal);
          }
        });
  }

  private static String told(Fault fault) {
    return fault.kind() + (fault.lookups() > 0 ? " for " + fault.lookups() : "");
  }
}
