package dev.onboard4j.run;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.ResourceId;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Not everything is as planned; {@link #result()} tells what is and what is not. */
public final class ApplyFailedException extends OnboardingException {
  private static final long serialVersionUID = 1L;

  private final transient OnboardingResult result;

  private ApplyFailedException(Builder builder, OnboardingResult result) {
    super(builder);
    this.result = result;
  }

  /** What to throw for a result that did not succeed: tells every root cause, once. */
  public static ApplyFailedException of(OnboardingResult result) {
    Map<ResourceId, OnboardingException> roots =
        result.outcomes().entrySet().stream()
            .filter(entry -> error(entry.getValue()) != null)
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> Objects.requireNonNull(error(entry.getValue())),
                    (a, b) -> a,
                    TreeMap::new));
    String message =
        roots.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue().getMessage())
            .collect(Collectors.joining("; "));
    if (roots.isEmpty()) {
      return new ApplyFailedException(
          of(Category.TRANSIENT, "the run was stopped before it was done").remedy("run it again"),
          result);
    }
    OnboardingException first = roots.values().iterator().next();
    return new ApplyFailedException(
        of(first.category(), message)
            .remedy(first.remedy())
            .resource(roots.keySet().iterator().next())
            .missing(roots.values().stream().flatMap(e -> e.missing().stream()).toList())
            .cause(first),
        result);
  }

  private static @Nullable OnboardingException error(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return failed.error();
    }
    return outcome instanceof Outcome.Unknown unknown ? unknown.error() : null;
  }

  /** What happened to every resource. */
  public OnboardingResult result() {
    return result;
  }
}
