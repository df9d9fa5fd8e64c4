package dev.onboard4j.testkit.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.onboard4j.testkit.contract.ContractWorld.Capability;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Some laws of the contract, asked of one world in a run of JUnit within a test.
 *
 * @param failures what was thrown, by law
 * @param output what was printed
 */
record Examination(Map<String, List<Throwable>> failures, String output) {
  /** The contract that is run; no build finds it, as it lies within another class. */
  @ExtendWith(WorldOfTheRun.class)
  static final class Examined extends ProviderContract {
    private final ShelfWorld like;

    Examined(ShelfWorld like) {
      this.like = like;
    }

    @Override
    protected ContractWorld world() {
      return like.fresh();
    }
  }

  /** Reads off the parameters of a run which world it is about. */
  static final class WorldOfTheRun implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ShelfWorld.class;
    }

    @Override
    public ShelfWorld resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Set<Capability> declared =
          Arrays.stream(text(context, "capabilities").split(",", -1))
              .filter(name -> !name.isEmpty())
              .map(Capability::valueOf)
              .collect(Collectors.toSet());
      ShelfWorld world = ShelfWorld.with(Flaw.valueOf(text(context, "flaw"))).declaring(declared);
      return Boolean.parseBoolean(text(context, "silent")) ? world.silenced() : world;
    }

    private static String text(ExtensionContext context, String key) {
      return context.getConfigurationParameter(key).orElse("");
    }
  }

  static Examination of(ShelfWorld world, List<String> laws) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(laws.stream().map(Examination::law).toList())
            .configurationParameter("flaw", world.flaw().name())
            .configurationParameter(
                "capabilities",
                world.capabilities().stream()
                    .map(Capability::name)
                    .collect(Collectors.joining(",")))
            .configurationParameter("silent", String.valueOf(world.silent()))
            .build();
    String output = printed(() -> LauncherFactory.create().execute(request, summary));
    Map<String, List<Throwable>> failures = new TreeMap<>();
    for (TestExecutionSummary.Failure failure : summary.getSummary().getFailures()) {
      failures
          .computeIfAbsent(lawOf(failure.getTestIdentifier()), law -> new ArrayList<>())
          .add(failure.getException());
    }
    return new Examination(failures, output);
  }

  /** Captures what is printed, so that the build's output does not show it. */
  static String printed(Runnable work) {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** The names of all laws. */
  static List<String> laws() {
    return Arrays.stream(ProviderContract.class.getDeclaredMethods())
        .filter(
            method ->
                method.isAnnotationPresent(Test.class)
                    || method.isAnnotationPresent(TestFactory.class))
        .map(Method::getName)
        .sorted()
        .toList();
  }

  private static String lawOf(TestIdentifier test) {
    return test.getUniqueIdObject().getSegments().stream()
        .filter(
            segment ->
                segment.getType().equals("method") || segment.getType().equals("test-factory"))
        .map(segment -> segment.getValue().replaceFirst("\\(.*", ""))
        .findFirst()
        .orElseThrow();
  }

  private static MethodSelector law(String name) {
    Method law =
        Arrays.stream(ProviderContract.class.getDeclaredMethods())
            .filter(method -> method.getName().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no law " + name));
    return selectMethod(Examined.class, law);
  }
}
