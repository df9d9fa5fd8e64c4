package dev.onboard4j.micrometer;

import dev.onboard4j.Onboarding;
import dev.onboard4j.run.OnboardingEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Measures the runs, steps and requests of an {@link Onboarding} with Micrometer.
 *
 * <pre>{@code
 * Onboarding measured = OnboardingMetrics.of(registry).observe(onboarding);
 * }</pre>
 *
 * <table>
 * <caption>The meters</caption>
 * <tr><th>name</th><th>measures</th><th>tags</th></tr>
 * <tr><td>{@code onboard4j.runs}</td><td>timer of each run</td>
 *     <td>provider, verb, outcome, error</td></tr>
 * <tr><td>{@code onboard4j.runs.active}</td><td>long task timer of the runs in progress</td>
 *     <td>provider, verb</td></tr>
 * <tr><td>{@code onboard4j.steps}</td><td>timer of each step of an apply</td>
 *     <td>provider, type, action, outcome</td></tr>
 * <tr><td>{@code onboard4j.requests}</td><td>timer of each attempt to send a request</td>
 *     <td>provider, api, operation, effect, outcome</td></tr>
 * <tr><td>{@code onboard4j.retries}</td><td>timer of the pause before each further attempt</td>
 *     <td>provider, api, operation</td></tr>
 * <tr><td>{@code onboard4j.waits}</td><td>timer of the pause before each further look for an
 *     effect</td><td>provider, type</td></tr>
 * </table>
 *
 * <p>The verb is {@code plan}, {@code plan-removal}, {@code drift}, {@code apply} or {@code
 * remove}. The outcome of a run is {@code success}, {@code failed}, or {@code refused} when an
 * apply ended before its first write; its error is the category of the exception in lower case, or
 * {@code none}. The outcome of a step or a request is {@code success} or that category. A step is
 * also {@code skipped} or {@code undone}: such a step counts with a duration of zero. A request
 * that failed with another exception is {@code unforeseen}. The type is that of the resource, such
 * as {@code iam-role}, or {@code none} while facts are read.
 *
 * <p>Neither the cluster nor the run is a tag. Each value would add about a hundred time series,
 * and a registry never removes one. To tell clusters apart, use the events of a run or its trace;
 * or add a tag to the few clusters that need one with {@link #tags}.
 *
 * <p>Immutable and thread-safe. A registry that throws does not change a run. No name and no tag
 * contains a secret.
 */
public final class OnboardingMetrics {
  private final MeterRegistry registry;
  private final Tags common;

  private OnboardingMetrics(MeterRegistry registry, Tags common) {
    this.registry = registry;
    this.common = common;
  }

  /** Measures with this registry. */
  public static OnboardingMetrics of(MeterRegistry registry) {
    return new OnboardingMetrics(registry, Tags.empty());
  }

  /**
   * Adds tags to each meter, such as {@code "tenant", "a"}.
   *
   * <p>Some registries, such as that of Prometheus, need the same keys everywhere in a program.
   *
   * @throws IllegalArgumentException if a key has no value
   */
  public OnboardingMetrics tags(String... keysAndValues) {
    return new OnboardingMetrics(registry, common.and(keysAndValues));
  }

  /** Returns a copy of the onboarding that measures its runs; a second call measures twice. */
  public Onboarding observe(Onboarding onboarding) {
    return observe(onboarding, new EventMeter(meters()));
  }

  Meters meters() {
    return new Meters(registry, common);
  }

  /** For tests, which ask the meter afterwards. */
  Onboarding observe(Onboarding onboarding, EventMeter events) {
    return onboarding.on(OnboardingEvent.class, events).around(new RequestMeter(meters()));
  }
}
