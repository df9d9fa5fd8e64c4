package dev.onboard4j.samples.server;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** The newest plan of each cluster. */
@Component
class Plans {
  /** Of each tenant. */
  private static final int KEPT = 200;

  private final Tenants tenants;
  private final RecentByTenant<TenantCluster, ConsentedPlan> plans =
      new RecentByTenant<>(KEPT, plan -> true);

  Plans(Tenants tenants) {
    this.tenants = tenants;
  }

  /** Plans, or refuses with everything that is wrong with the cluster's URI and the settings. */
  ConsentedPlan plan(TenantCluster cluster, PlanRequest request) {
    Onboarding onboarding =
        tenants
            .onboarding(cluster.tenant())
            .adopt(request.adopt().toArray(String[]::new))
            .allow(request.allow().toArray(String[]::new));
    if (request.clusterId() != null) {
      onboarding = onboarding.set("platform.cluster-id", request.clusterId());
    }
    List<Problem> problems = onboarding.check(cluster.uri(), Operation.APPLY);
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    ConsentedPlan planned =
        ConsentedPlan.of(onboarding.plan(onboarding.cluster(cluster.uri())), request);
    plans.of(cluster.tenant()).put(cluster, planned);
    return planned;
  }

  /** The newest plan of the cluster, if it and its consents have this fingerprint. */
  ApplicablePlan of(TenantCluster cluster, String fingerprint) {
    return plans
        .of(cluster.tenant())
        .find(cluster)
        .filter(planned -> planned.fingerprint().equals(fingerprint))
        .map(ConsentedPlan::plan)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.CONFLICT,
                    "'" + fingerprint + "' is not the newest plan of this cluster: plan again"));
  }
}
