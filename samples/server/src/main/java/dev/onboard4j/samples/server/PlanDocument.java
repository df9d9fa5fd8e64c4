package dev.onboard4j.samples.server;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.Problem;
import java.util.List;

/**
 * A plan as this server shows it.
 *
 * @param fingerprint names the plan when it is applied
 * @param hasChanges whether there is anything to do
 * @param refusals why it would be refused, with a remedy each
 * @param text the plan for people
 * @param plan the plan as the document {@code onboard4j/plan/v1}
 */
record PlanDocument(
    String fingerprint,
    boolean hasChanges,
    List<Problem> refusals,
    String text,
    @JsonRawValue String plan) {
  static PlanDocument of(ApplicablePlan planned) {
    return new PlanDocument(
        planned.plan().fingerprint(),
        planned.plan().hasChanges(),
        planned.refusals(),
        planned.plan().describe(),
        planned.plan().toJson());
  }
}
