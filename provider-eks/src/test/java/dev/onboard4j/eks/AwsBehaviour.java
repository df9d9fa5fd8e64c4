package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * Tests the behaviour of AWS that the handlers rely on, against every test server: the embedded AWS
 * must answer as an independent implementation does.
 */
abstract class AwsBehaviour {
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
  private static final String READ_ONLY = "arn:aws:iam::aws:policy/IAMReadOnlyAccess";

  private final String name = "peer-" + UUID.randomUUID();
  private IamClient iam;
  private Ec2Client ec2;

  /** The endpoint of the server. */
  abstract URI address();

  /** The id of a VPC. */
  abstract String vpc(Ec2Client client);

  @BeforeEach
  void connect() {
    StaticCredentialsProvider any =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
    iam =
        IamClient.builder()
            .endpointOverride(address())
            .region(Region.US_EAST_1)
            .credentialsProvider(any)
            .build();
    ec2 =
        Ec2Client.builder()
            .endpointOverride(address())
            .region(Region.EU_WEST_1)
            .credentialsProvider(any)
            .build();
  }

  @AfterEach
  void disconnect() {
    iam.close();
    ec2.close();
  }

  private static void refused(String code, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private void role() {
    iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
  }

  private String policy() {
    return iam.createPolicy(r -> r.policyName(name).policyDocument(POLICY)).policy().arn();
  }

  private String group() {
    return ec2.createSecurityGroup(r -> r.groupName(name).description("peer").vpcId(vpc(ec2)))
        .groupId();
  }

  @Test
  void anExistingObjectCannotBeCreatedAgain() {
    role();
    refused("EntityAlreadyExists", this::role);
    policy();
    refused("EntityAlreadyExists", this::policy);
    group();
    refused("InvalidGroup.Duplicate", this::group);
  }

  @Test
  void aMissingObjectIsNotFound() {
    refused("NoSuchEntity", () -> iam.getRole(r -> r.roleName(name)));
    refused("NoSuchEntity", () -> iam.getInstanceProfile(r -> r.instanceProfileName(name)));
    refused("NoSuchEntity", () -> iam.deleteRole(r -> r.roleName(name)));
    refused(
        "NoSuchEntity",
        () -> iam.getPolicy(r -> r.policyArn("arn:aws:iam::123456789012:policy/" + name)));
    refused("InvalidGroup.NotFound", () -> ec2.deleteSecurityGroup(r -> r.groupId("sg-00000000")));
  }

  @Test
  void aPolicyHasFiveVersionsAndTheDefaultStays() {
    String arn = policy();
    for (int i = 0; i < 4; i++) {
      iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(POLICY).setAsDefault(true));
    }
    refused(
        "LimitExceeded",
        () -> iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(POLICY)));
    refused("DeleteConflict", () -> iam.deletePolicyVersion(r -> r.policyArn(arn).versionId("v5")));
    iam.deletePolicyVersion(r -> r.policyArn(arn).versionId("v1"));
    iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(POLICY));
    assertThat(iam.getPolicy(r -> r.policyArn(arn)).policy().defaultVersionId()).isEqualTo("v5");
  }

  @Test
  void aRoleWithPoliciesCannotBeDeleted() {
    role();
    iam.attachRolePolicy(r -> r.roleName(name).policyArn(READ_ONLY));
    refused("DeleteConflict", () -> iam.deleteRole(r -> r.roleName(name)));
    iam.detachRolePolicy(r -> r.roleName(name).policyArn(READ_ONLY));
    refused("NoSuchEntity", () -> iam.detachRolePolicy(r -> r.roleName(name).policyArn(READ_ONLY)));
    iam.deleteRole(r -> r.roleName(name));
  }

  @Test
  void anInstanceProfileHoldsOneRole() {
    role();
    iam.createInstanceProfile(r -> r.instanceProfileName(name));
    iam.addRoleToInstanceProfile(r -> r.instanceProfileName(name).roleName(name));
    refused(
        "LimitExceeded",
        () -> iam.addRoleToInstanceProfile(r -> r.instanceProfileName(name).roleName(name)));
    refused("DeleteConflict", () -> iam.deleteInstanceProfile(r -> r.instanceProfileName(name)));
  }

  @Test
  void documentsComeBackEncoded() {
    role();
    iam.putRolePolicy(r -> r.roleName(name).policyName("inline").policyDocument(POLICY));
    String document =
        iam.getRolePolicy(r -> r.roleName(name).policyName("inline")).policyDocument();
    assertThat(document).startsWith("%7B");
    assertThat(PolicyDocument.fromIam(document))
        .isEqualTo(PolicyDocument.canonical(Json.read(POLICY)));
  }

  @Test
  void anInvalidPolicyIsMalformed() {
    refused(
        "MalformedPolicyDocument",
        () -> iam.createPolicy(r -> r.policyName(name).policyDocument("{\"Version\"")));
  }

  @Test
  void aNewGroupAllowsAllEgressAndARuleIsUnique() {
    String id = group();
    var out =
        ec2.describeSecurityGroups(r -> r.groupIds(id))
            .securityGroups()
            .get(0)
            .ipPermissionsEgress();
    assertThat(SecurityRules.words(out, id)).containsExactly(SecurityRules.TO_ANYWHERE);
    ec2.authorizeSecurityGroupIngress(
        r -> r.groupId(id).ipPermissions(SecurityRules.fromItself(id)));
    refused(
        "InvalidPermission.Duplicate",
        () ->
            ec2.authorizeSecurityGroupIngress(
                r -> r.groupId(id).ipPermissions(SecurityRules.fromItself(id))));
    refused(
        "InvalidPermission.Duplicate",
        () ->
            ec2.authorizeSecurityGroupEgress(
                r ->
                    r.groupId(id)
                        .ipPermissions(
                            SecurityRules.toAnywhere(List.of(SecurityRules.TO_ANYWHERE)))));
    ec2.deleteSecurityGroup(r -> r.groupId(id));
  }
}
