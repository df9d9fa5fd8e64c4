package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.plan.BroaderAccess;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Access that others widened is told first, and stays. */
final class WidenedAccessTest {
  private static final String ROLE = "cast-eks-prod-cluster-role-3b1a9f20";
  private static final String ALL =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";

  private final EmbeddedWorld world = EmbeddedWorld.start();
  private final EmbeddedAws aws = world.aws();

  @BeforeEach
  void onboard() {
    world.onboarding().plan(world.cluster()).apply();
    assertThat(drift().broader()).isEmpty();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private OnboardingPlan drift() {
    return world.onboarding().drift(world.cluster());
  }

  private void manually(String service, String action, String... parameters) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    assertThat(aws.change(service, action, map)).isEmpty();
  }

  private List<String> broader() {
    return drift().broader().stream().map(BroaderAccess::text).toList();
  }

  @Test
  void aTrustPolicyThatSomebodyOpened() {
    String trust =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
            + "\"arn:aws:iam::999999999999:root\"},\"Action\":\"sts:AssumeRole\"}]}";
    manually("iam", "UpdateAssumeRolePolicy", "RoleName", ROLE, "PolicyDocument", trust);
    assertThat(broader())
        .singleElement()
        .asString()
        .startsWith("999999999999: sts:AssumeRole in arn:aws:iam::");
  }

  @Test
  void aForeignPolicyOnOurRole() {
    manually(
        "iam",
        "AttachRolePolicy",
        "RoleName",
        ROLE,
        "PolicyArn",
        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
    assertThat(broader())
        .singleElement()
        .asString()
        .contains("all of arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
    assertThat(drift().hasChanges()).as("nothing repairs it").isFalse();
  }

  @Test
  void aForeignInlinePolicyInOurRole() {
    manually(
        "iam", "PutRolePolicy", "RoleName", ROLE, "PolicyName", "Audit", "PolicyDocument", ALL);
    assertThat(broader()).containsExactly("inline policy: Audit");
  }

  @Test
  void aRuleThatOpensOurSecurityGroup() {
    manually(
        "ec2",
        "AuthorizeSecurityGroupIngress",
        "GroupId",
        "sg-00000000000000001",
        "IpPermissions.1.IpProtocol",
        "tcp",
        "IpPermissions.1.FromPort",
        "22",
        "IpPermissions.1.ToPort",
        "22",
        "IpPermissions.1.IpRanges.1.CidrIp",
        "0.0.0.0/0");
    assertThat(broader()).containsExactly("ingress: tcp 22-22 with 0.0.0.0/0");
  }

  @Test
  void aRuleThatADeclaredOneCoversWidensNothing() {
    manually(
        "ec2",
        "AuthorizeSecurityGroupEgress",
        "GroupId",
        "sg-00000000000000001",
        "IpPermissions.1.IpProtocol",
        "tcp",
        "IpPermissions.1.FromPort",
        "443",
        "IpPermissions.1.ToPort",
        "443",
        "IpPermissions.1.IpRanges.1.CidrIp",
        "10.0.0.0/8");
    assertThat(broader()).isEmpty();
  }
}
