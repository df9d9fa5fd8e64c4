package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests plans for objects that other tools changed, moved or created. */
final class EksRepairTest {
  private static final String ROLE = "cast-eks-prod-cluster-role-3b1a9f20";
  private static final String OPEN_TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}}";
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";

  private final EmbeddedWorld world = EmbeddedWorld.start();
  private final EmbeddedAws aws = world.aws();

  @AfterEach
  void stop() {
    world.close();
  }

  private void change(String action, String... parameters) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    assertThat(aws.change("iam", action, map)).isEmpty();
  }

  private static void refused(Onboarding onboarding, EmbeddedWorld world, String... words) {
    assertThatThrownBy(() -> onboarding.plan(world.cluster()))
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.CONFLICT);
              assertThat(e + " " + e.remedy()).contains(words);
            });
  }

  @Test
  void aRoleThatLostOnlyTheClustersMarkIsDrift() {
    world.onboarding().plan(world.cluster()).apply();
    change("UntagRole", "RoleName", ROLE, "TagKeys.member.1", "onboard4j:cluster");
    change("UpdateAssumeRolePolicy", "RoleName", ROLE, "PolicyDocument", OPEN_TRUST);
    assertThat(world.onboarding().drift(world.cluster()).hasChanges()).isTrue();
    world.onboarding().plan(world.cluster()).apply();
    assertThat(world.onboarding().drift(world.cluster()).hasChanges()).isFalse();
    assertThat(aws.state().toString()).doesNotContain("\"AWS\":\"*\"");
  }

  @Test
  void anotherPathForWhatExistsIsRefusedInThePlan() {
    world.onboarding().plan(world.cluster()).apply();
    Object before = aws.state();
    refused(world.onboarding().set("eks.path", "/x/"), world, "eks.path=/,");
    assertThat(aws.state()).isEqualTo(before);
  }

  @Test
  void aRemovalWithoutThePathNamesThePath() {
    world.onboarding().set("eks.path", "/x/").plan(world.cluster()).apply();
    assertThatThrownBy(() -> world.onboarding().planRemoval(world.cluster()))
        .isInstanceOfSatisfying(
            OnboardingException.class, e -> assertThat(e.remedy()).contains("eks.path=/x/"));
    world.onboarding().set("eks.path", "/x/").planRemoval(world.cluster()).apply();
    assertThat(aws.state().get("iam")).isEqualTo(Map.of());
  }

  @Test
  void aPolicyOfThatNameAtAnotherPathIsAConflictInThePlan() {
    change("CreatePolicy", "PolicyName", "casteksPOLICY", "Path", "/y/", "PolicyDocument", POLICY);
    Object before = aws.state();
    refused(world.onboarding(), world, "policy/y/casteksPOLICY", "eks.policy-name");
    assertThat(aws.state()).isEqualTo(before);
  }

  @Test
  void aRepairedDescriptionKeepsTheSessionDuration() {
    world.onboarding().plan(world.cluster()).apply();
    change("UpdateRole", "RoleName", ROLE, "Description", "mine", "MaxSessionDuration", "43200");
    world.onboarding().plan(world.cluster()).apply();
    assertThat(aws.state().toString()).contains("session=43200").doesNotContain("mine");
  }

  @Test
  void tagsOfOneClusterAreNotOnTheSharedPolicy() {
    aws.cluster(EksClusterSpec.of("eu-west-1", "stage"));
    world.onboarding().set("eks.tags", "team=a").plan(world.cluster()).apply();
    EksCluster stage = EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", "stage");
    world
        .onboarding()
        .set("platform.cluster-id", "99999999-6f0e-4a43-9d52-0a2f4c1be0aa")
        .set("eks.tags", "team=b")
        .plan(stage)
        .apply();
    assertThat(
            world.onboarding().set("eks.tags", "team=a").plan(world.cluster()).plan().hasChanges())
        .isFalse();
  }

  @Test
  void aGroupOfThatNameThatAppearsMeanwhileIsNotTakenOver() {
    String vpc = EksClusterSpec.of("eu-west-1", "prod").vpcId();
    Onboarding raced =
        world
            .onboarding()
            .around(
                new RequestInterceptor() {
                  @Override
                  public <T> T send(OutgoingRequest request, Supplier<T> send) {
                    if (request.request().operation().equals("CreateSecurityGroup")) {
                      ByHand.ec2(
                          world,
                          "CreateSecurityGroup",
                          "GroupName",
                          "cast-prod-cluster/CastNodeSecurityGroup",
                          "GroupDescription",
                          "theirs",
                          "VpcId",
                          vpc);
                    }
                    return send.get();
                  }
                });
    assertThat(raced.plan(world.cluster()).attempt().outcomes().toString())
        .contains("was created since the plan was made");
    assertThat(aws.state().get("ec2").toString())
        .contains("description=theirs")
        .contains("tags={}");
  }

  @Test
  void aClusterInAutoModeIsNotOnboarded() {
    try (EmbeddedWorld auto =
        EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", "auto").inAutoMode())) {
      refused(auto.onboarding(), auto, "EKS Auto Mode");
      assertThat(auto.onboarding().drift(auto.cluster()).changes()).isNotEmpty();
    }
  }

  @Test
  void theEntryOfAwsAuthNamesTheRoleWithoutItsPath() {
    try (EmbeddedWorld old =
        EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", "old").authenticating("CONFIG_MAP"))) {
      String plan = old.onboarding().set("eks.path", "/x/").plan(old.cluster()).plan().toString();
      assertThat(plan).contains("rolearn: arn:aws:iam::123456789012:role/cast-old-eks-3b1a9f20");
    }
  }
}
