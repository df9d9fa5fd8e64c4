package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.testkit.contract.Attack;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/** Tests that a change of any managed field after the plan stops the apply. */
final class ExactnessTest {
  private static final String POLICY = "arn:aws:iam::123456789012:policy/CastEKSPolicy";
  private static final String ROLE = "cast-eks-prod-cluster-role-3b1a9f20";
  private static final String NODES = "cast-prod-eks-3b1a9f20";
  private static final String GROUP = "cast-prod-cluster/CastNodeSecurityGroup";
  private static final String OTHER_POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
  private static final String OTHER_TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"sts:AssumeRole\"}]}";

  /** Changes AWS as another client. */
  private record OtherClient(IamClient iam, Ec2Client ec2, EksClient eks, String groupId)
      implements AutoCloseable {
    static OtherClient in(EmbeddedWorld world, String groupId) {
      URI aws = world.aws().endpoint();
      StaticCredentialsProvider any =
          StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
      return new OtherClient(
          IamClient.builder()
              .endpointOverride(aws)
              .region(Region.US_EAST_1)
              .credentialsProvider(any)
              .build(),
          Ec2Client.builder()
              .endpointOverride(aws)
              .region(Region.EU_WEST_1)
              .credentialsProvider(any)
              .build(),
          EksClient.builder()
              .endpointOverride(aws)
              .region(Region.EU_WEST_1)
              .credentialsProvider(any)
              .build(),
          groupId);
    }

    @Override
    public void close() {
      iam.close();
      ec2.close();
      eks.close();
    }
  }

  /** A change by another client. */
  @FunctionalInterface
  private interface Change {
    void by(OtherClient client);
  }

  /** One change per managed field; those that cannot be changed in place are not here. */
  private static Map<String, Change> changes() {
    Map<String, Change> all = new LinkedHashMap<>();
    all.put(
        "iam-policy/CastEKSPolicy.document",
        s ->
            s.iam.createPolicyVersion(
                r -> r.policyArn(POLICY).policyDocument(OTHER_POLICY).setAsDefault(true)));
    for (String key : new String[] {"onboard4j:blueprint", "onboard4j:cluster"}) {
      Tag tag = Tag.builder().key(key).value("changed").build();
      all.put(
          "iam-policy/CastEKSPolicy.tags." + key,
          s -> s.iam.tagPolicy(r -> r.policyArn(POLICY).tags(tag)));
      for (String role : new String[] {ROLE, NODES}) {
        all.put(
            "iam-role/" + role + ".tags." + key,
            s -> s.iam.tagRole(r -> r.roleName(role).tags(tag)));
      }
      all.put(
          "instance-profile/" + NODES + ".tags." + key,
          s -> s.iam.tagInstanceProfile(r -> r.instanceProfileName(NODES).tags(tag)));
      all.put("access-entry/" + NODES + ".tags." + key, s -> tagEntry(s, key));
    }
    former(all);
    roles(all);
    group(all);
    all.put(
        "iam-role/" + ROLE + ".inline.CastEKSRestrictedAccess",
        s ->
            s.iam.putRolePolicy(
                r ->
                    r.roleName(ROLE)
                        .policyName("CastEKSRestrictedAccess")
                        .policyDocument(OTHER_POLICY)));
    all.put(
        "instance-profile/" + NODES + ".role",
        s ->
            s.iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(NODES).roleName(NODES)));
    return all;
  }

  /** What former settings of this cluster set, by the records of onboarding. */
  private static void former(Map<String, Change> all) {
    Tag keys = Tag.builder().key(EksMarks.TAGS_MARK).value("abcde").build();
    Tag bounded = Tag.builder().key(EksMarks.BOUNDARY_MARK).value("set").build();
    all.put(
        "iam-policy/CastEKSPolicy.former-tags",
        s -> s.iam.tagPolicy(r -> r.policyArn(POLICY).tags(keys)));
    for (String role : new String[] {ROLE, NODES}) {
      all.put(
          "iam-role/" + role + ".former-tags",
          s -> s.iam.tagRole(r -> r.roleName(role).tags(keys)));
      all.put(
          "iam-role/" + role + ".former-permissions-boundary",
          s -> {
            s.iam.putRolePermissionsBoundary(r -> r.roleName(role).permissionsBoundary(POLICY));
            s.iam.tagRole(r -> r.roleName(role).tags(bounded));
          });
    }
    all.put(
        "instance-profile/" + NODES + ".former-tags",
        s -> s.iam.tagInstanceProfile(r -> r.instanceProfileName(NODES).tags(keys)));
    all.put("access-entry/" + NODES + ".former-tags", s -> tagEntry(s, EksMarks.TAGS_MARK));
    all.put("security-group/" + GROUP + ".former-tags", s -> tagGroup(s, EksMarks.TAGS_MARK));
  }

  private static void roles(Map<String, Change> all) {
    Map<String, String> attached =
        Map.of(
            ROLE,
            "arn:aws:iam::aws:policy/IAMReadOnlyAccess",
            NODES,
            "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy");
    attached.forEach(
        (role, policy) -> {
          all.put(
              "iam-role/" + role + ".attachments",
              s -> s.iam.detachRolePolicy(r -> r.roleName(role).policyArn(policy)));
          all.put(
              "iam-role/" + role + ".description",
              s -> s.iam.updateRole(r -> r.roleName(role).description("changed")));
          all.put(
              "iam-role/" + role + ".trust",
              s -> s.iam.updateAssumeRolePolicy(r -> r.roleName(role).policyDocument(OTHER_TRUST)));
        });
  }

  private static void group(Map<String, Change> all) {
    for (String key :
        new String[] {"Name", "cast:cluster-id", "onboard4j:blueprint", "onboard4j:cluster"}) {
      all.put("security-group/" + GROUP + ".tags." + key, s -> tagGroup(s, key));
    }
    all.put(
        "security-group/" + GROUP + ".ingress",
        s ->
            s.ec2.revokeSecurityGroupIngress(
                r -> r.groupId(s.groupId).ipPermissions(SecurityRules.fromItself(s.groupId))));
    all.put(
        "security-group/" + GROUP + ".egress",
        s ->
            s.ec2.revokeSecurityGroupEgress(
                r ->
                    r.groupId(s.groupId)
                        .ipPermissions(
                            SecurityRules.toAnywhere(List.of(SecurityRules.TO_ANYWHERE)))));
  }

  private static void tagGroup(OtherClient s, String key) {
    var tag =
        software.amazon.awssdk.services.ec2.model.Tag.builder().key(key).value("changed").build();
    s.ec2.createTags(r -> r.resources(s.groupId).tags(tag));
  }

  private static void tagEntry(OtherClient s, String key) {
    String arn =
        s.eks
            .describeAccessEntry(
                r -> r.clusterName("prod").principalArn("arn:aws:iam::123456789012:role/" + NODES))
            .accessEntry()
            .accessEntryArn();
    s.eks.tagResource(r -> r.resourceArn(arn).tags(Map.of(key, "changed")));
  }

  @Test
  void theChangesCoverEveryFieldThatCanBeChangedInPlace() {
    TreeSet<String> fields = new TreeSet<>();
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      world
          .onboarding()
          .plan(world.cluster())
          .plan()
          .changes()
          .forEach(
              change ->
                  change.before().fields().keySet().stream()
                      .filter(field -> !field.matches("path|vpc|type|role-id"))
                      .forEach(field -> fields.add(change.id() + "." + field)));
    }
    assertThat(changes().keySet()).containsExactlyInAnyOrderElementsOf(fields);
  }

  @TestFactory
  Stream<DynamicTest> aFieldChangedAfterThePlanStopsTheApply() {
    Attack.tried("managed fields of EKS, changed one by one", changes().size());
    return changes().entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(one.getKey(), () -> stopped(one.getKey(), one.getValue())));
  }

  private static void stopped(String field, Change change) {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      String group =
          world.onboarding().plan(world.cluster()).apply().outputs().get("security-group-id");
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      try (OtherClient client = OtherClient.in(world, group)) {
        change.by(client);
      }
      Object before = world.state();
      // The mark is what tells whose an object is: changing it changes the owner first.
      String told =
          field.endsWith(".tags.onboard4j:cluster")
              ? field.substring(0, field.indexOf(".tags.")) + ".owner"
              : field;
      assertThatThrownBy(planned::apply)
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e ->
                  assertThat(e.problems())
                      .anySatisfy(problem -> assertThat(problem.path()).isEqualTo(told)));
      assertThat(world.state()).isEqualTo(before);
    }
  }
}
