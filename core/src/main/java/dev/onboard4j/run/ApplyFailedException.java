package dev.onboard4j.run;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.ResourceId;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Thrown when an apply did not write each change; {@link #result()} has the outcomes. */
public final class ApplyFailedException extends OnboardingException {
  private static final long serialVersionUID = 1L;

  private final transient OnboardingResult result;

  private ApplyFailedException(Builder builder, OnboardingResult result) {
    super(builder);
    this.result = result;
  }

  /** The exception for a result that did not succeed; its message has each root cause once. */
  public static ApplyFailedException of(OnboardingResult result) {
    SortedMap<ResourceId, OnboardingException> roots = roots(result);
    return new ApplyFailedException(
        roots.isEmpty()
            ? of(Category.TRANSIENT, "the run was cancelled before its end").remedy("run it again")
            : failure(roots),
        result);
  }

  private static SortedMap<ResourceId, OnboardingException> roots(OnboardingResult result) {
    SortedMap<ResourceId, OnboardingException> roots = new TreeMap<>();
    result
        .outcomes()
        .forEach(
            (id, outcome) -> {
              OnboardingException error = error(outcome);
              if (error != null) {
                roots.put(id, error);
              }
            });
    return roots;
  }

  private static Builder failure(SortedMap<ResourceId, OnboardingException> roots) {
    OnboardingException first = roots.values().iterator().next();
    String message =
        roots.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue().getMessage())
            .collect(Collectors.joining("; "));
    return of(first.category(), message)
        .remedy(first.remedy())
        .resource(roots.firstKey())
        .missing(roots.values().stream().flatMap(e -> e.missing().stream()).toList())
        .cause(first);
  }

  private static @Nullable OnboardingException error(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return failed.error();
    }
    return outcome instanceof Outcome.Unknown unknown ? unknown.error() : null;
  }

  /** The outcome of each resource. */
  public OnboardingResult result() {
    return result;
  }
}
