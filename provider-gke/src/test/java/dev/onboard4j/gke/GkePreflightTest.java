package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.auth.oauth2.QuotaProjectIdProvider;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.PermissionCheck.Answer;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Preflight asks about each permission on its own resource, and only about those of the plan. */
final class GkePreflightTest {
  private static final String SET_POLICY = "iam.serviceAccounts.setIamPolicy";

  private GoogleWorld world;

  @BeforeEach
  void start() {
    world = GoogleWorld.withIam();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private static Answer answer(OnboardingPlan plan, String permission) {
    return plan.preflight().stream()
        .filter(check -> check.permission().permission().equals(permission))
        .map(PermissionCheck::answer)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> asked(OnboardingPlan plan) {
    return plan.preflight().stream().map(check -> check.permission().permission()).toList();
  }

  @Test
  void aPermissionUnderAConditionIsUnknownUntilTheAccountExists() {
    world.google().grantOnlyOn("serviceAccounts/castai-gke-", SET_POLICY);
    var planned = world.onboarding().plan(world.cluster());
    assertThat(answer(planned.plan(), SET_POLICY)).isEqualTo(Answer.UNKNOWN);
    planned.apply();
    OnboardingPlan other =
        world
            .onboarding()
            .set("platform.principal", "other@prod-cast-identity.iam.gserviceaccount.com")
            .plan(world.cluster())
            .plan();
    assertThat(answer(other, SET_POLICY)).isEqualTo(Answer.ALLOWED);
  }

  @Test
  void aPermissionThatTheCallerLacksOnTheAccountIsDenied() {
    world.onboarding().plan(world.cluster()).apply();
    world.google().lack(SET_POLICY);
    OnboardingPlan other =
        world
            .onboarding()
            .set("platform.principal", "other@prod-cast-identity.iam.gserviceaccount.com")
            .plan(world.cluster())
            .plan();
    assertThat(answer(other, SET_POLICY)).isEqualTo(Answer.DENIED);
  }

  @Test
  void aRestorationIsAskedForOnlyIfThereIsSomethingToRestore() {
    OnboardingPlan fresh = world.onboarding().plan(world.cluster()).plan();
    assertThat(asked(fresh))
        .contains("iam.roles.create", "iam.serviceAccounts.create")
        .doesNotContain(
            "iam.roles.undelete",
            "iam.roles.update",
            "iam.serviceAccounts.undelete",
            "iam.serviceAccounts.update");
    world.onboarding().plan(world.cluster()).apply();
    world.onboarding().planRemoval(world.cluster()).apply();
    assertThat(asked(world.onboarding().plan(world.cluster()).plan()))
        .contains("iam.roles.undelete", "iam.roles.update");
  }

  /** Credentials of a caller whose requests another project pays for. */
  private static final class Paying extends OAuth2Credentials implements QuotaProjectIdProvider {
    private static final long serialVersionUID = 1;

    Paying() {
      super(new AccessToken("token", Date.from(Instant.parse("2099-01-01T00:00:00Z"))));
    }

    @Override
    public String getQuotaProjectId() {
      return "paying-project";
    }
  }

  @Test
  void theProjectThatPaysHasToAllowIt() {
    world.google().cluster(GkeClusterSpec.of("paying-project", "us-east1", "any"));
    OnboardingPlan plan =
        world
            .onboarding()
            .with(CredentialsProvider.class, FixedCredentialsProvider.create(new Paying()))
            .plan(world.cluster())
            .plan();
    assertThat(plan.preflight())
        .filteredOn(check -> check.permission().resource().equals("projects/paying-project"))
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.permission().permission()).isEqualTo("serviceusage.services.use");
              assertThat(check.answer()).isEqualTo(Answer.ALLOWED);
            });
  }

  @Test
  void underThePrintedPermissionsNoRequestIsDenied() {
    for (String access : new String[] {"impersonation", "workload-identity"}) {
      try (GoogleWorld strict = GoogleWorld.withIam()) {
        var planned = strict.onboarding().set("gke.access", access).plan(strict.cluster());
        allowOnly(strict, planned.plan());
        assertThat(planned.apply().succeeded()).isTrue();
        var removal = strict.onboarding().set("gke.access", access).planRemoval(strict.cluster());
        assertThat(removal.plan().preflight())
            .filteredOn(check -> check.answer() == Answer.DENIED)
            .isNotEmpty();
      }
    }
  }

  /** Takes every permission of onboarding that the plan does not list. */
  private static void allowOnly(GoogleWorld world, OnboardingPlan plan) {
    for (String permission :
        List.of(
            "iam.roles.create",
            "iam.roles.update",
            "iam.roles.delete",
            "iam.roles.undelete",
            "iam.roles.list",
            "iam.serviceAccounts.create",
            "iam.serviceAccounts.update",
            "iam.serviceAccounts.delete",
            "iam.serviceAccounts.undelete",
            "iam.serviceAccounts.enable",
            "iam.serviceAccounts.getIamPolicy",
            "iam.serviceAccounts.setIamPolicy",
            "iam.serviceAccountKeys.create",
            "iam.serviceAccountKeys.delete",
            "iam.serviceAccountKeys.list",
            "container.clusters.list")) {
      if (!asked(plan).contains(permission)) {
        world.google().lack(permission);
      }
    }
  }
}
