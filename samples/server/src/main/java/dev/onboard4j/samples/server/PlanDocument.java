package dev.onboard4j.samples.server;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.Problem;
import java.util.List;

/**
 * A plan as this server shows it.
 *
 * @param fingerprint names the plan and its consents when it is applied
 * @param hasChanges whether there is anything to do
 * @param adopt the ids of the resources that it may adopt
 * @param allow the kinds of changes that it may make
 * @param refusals why it would be refused, with a remedy each
 * @param text the plan for people
 * @param plan the plan as the document {@code onboard4j/plan/v1}
 */
record PlanDocument(
    String fingerprint,
    boolean hasChanges,
    List<String> adopt,
    List<String> allow,
    List<Problem> refusals,
    String text,
    @JsonRawValue String plan) {
  static PlanDocument of(ConsentedPlan consented) {
    ApplicablePlan planned = consented.plan();
    return new PlanDocument(
        consented.fingerprint(),
        planned.plan().hasChanges(),
        consented.adopt(),
        consented.allow(),
        planned.refusals(),
        planned.plan().describe(),
        planned.plan().toJson());
  }
}
