package dev.onboard4j.samples.server;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.Progress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * A run as this server shows it.
 *
 * @param run the id of the run
 * @param cluster the cluster
 * @param phase the phase that it is in
 * @param done the parts of this phase that ended
 * @param total all parts of this phase
 * @param ended whether it has ended, with a result or with a refusal
 * @param result what was done, as the document {@code onboard4j/result/v1}
 * @param refusal why nothing was written
 */
record RunDocument(
    String run,
    URI cluster,
    OnboardingEvent.Phase phase,
    int done,
    int total,
    boolean ended,
    @JsonRawValue @Nullable String result,
    @Nullable ProblemDetail refusal) {
  static RunDocument of(Run run) {
    boolean ended = run.ended();
    if (!ended) {
      return of(run, false, null, null);
    }
    try {
      return of(run, true, run.handle().result().toJson(), null);
    } catch (OnboardingException e) {
      return of(run, true, null, Problems.of(e));
    }
  }

  private static RunDocument of(
      Run run, boolean ended, @Nullable String result, @Nullable ProblemDetail refusal) {
    Progress progress = run.handle().progress();
    return new RunDocument(
        run.id(),
        run.cluster().uri(),
        progress.phase(),
        progress.done(),
        progress.total(),
        ended,
        result,
        refusal);
  }
}
