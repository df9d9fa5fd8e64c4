package dev.onboard4j.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.testkit.Http;
import dev.onboard4j.testkit.cloud.Fault;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the embedded AWS is as strict and as slow as a real account. */
final class StrictAwsTest {
  private static final String PRINCIPAL = "arn:aws:iam::111122223333:user/platform";
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
          + PRINCIPAL
          + "\"},\"Action\":\"sts:AssumeRole\"}]}";
  private static final String PROFILE = "AddRoleToInstanceProfile&InstanceProfileName=p&RoleName=r";

  private final EmbeddedAws aws = EmbeddedAws.start();

  @AfterEach
  void stop() {
    aws.close();
  }

  private HttpResponse<String> ask(String form) throws IOException {
    return Http.to(aws.endpoint())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header(
            "Authorization", "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/iam/aws4_request")
        .send("POST", "/", "Version=2010-05-08&Action=" + form);
  }

  private void role() {
    assertThat(
            aws.change(
                "iam", "CreateRole", Map.of("RoleName", "r", "AssumeRolePolicyDocument", TRUST)))
        .isEmpty();
  }

  /** A policy for adding and passing the role, with this condition. */
  private static String passing(String condition) {
    return "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iam:AddRoleToInstanceProfile\","
        + "\"Resource\":\"arn:aws:iam::123456789012:instance-profile/p\"},"
        + "{\"Effect\":\"Allow\",\"Action\":[\"iam:PassRole\"],"
        + "\"Resource\":[\"arn:aws:iam::123456789012:role/*\"],\"Condition\":"
        + condition
        + "}]}";
  }

  private int added(String condition) throws IOException {
    aws.allowOnly(passing(condition));
    return ask(PROFILE).statusCode();
  }

  @Test
  void aPolicyAllowsByActionResourceAndCondition() throws IOException {
    role();
    aws.change("iam", "CreateInstanceProfile", Map.of("InstanceProfileName", "p"));
    assertThat(added("{\"StringEquals\":{\"iam:PassedToService\":\"ecs.amazonaws.com\"}}"))
        .isEqualTo(403);
    assertThat(added("{\"StringLike\":{\"iam:PassedToService\":\"ec2.amazonaws.com\"}}"))
        .isEqualTo(403);
    assertThat(ask("GetRole&RoleName=r").statusCode()).isEqualTo(403);
    assertThat(added("{\"StringEquals\":{\"iam:PassedToService\":[\"ec2.amazonaws.com\"]}}"))
        .isEqualTo(200);
    aws.allowAll();
    assertThat(ask("GetRole&RoleName=r").statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> aws.allowOnly("nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFreshPrincipalIsRefusedForThatManyRequests() throws IOException {
    aws.freshPrincipal(PRINCIPAL, 2);
    String form =
        "CreateRole&RoleName=r&AssumeRolePolicyDocument="
            + URLEncoder.encode(TRUST, StandardCharsets.UTF_8);
    for (int i = 0; i < 2; i++) {
      assertThat(ask(form).body()).contains("MalformedPolicyDocument", "Invalid principal");
    }
    assertThat(ask(form).statusCode()).isEqualTo(200);
  }

  @Test
  void aHiddenChangeShowsTheFormerStateFirst() throws IOException {
    role();
    ask("GetRole&RoleName=r");
    aws.faults().on("iam:UpdateRole", 1, Fault.hide(2));
    ask("UpdateRole&RoleName=r&Description=new");
    assertThat(ask("GetRole&RoleName=r").body()).doesNotContain("new");
    assertThat(ask("GetRole&RoleName=r").body()).doesNotContain("new");
    assertThat(ask("GetRole&RoleName=r").body()).contains("new");
  }

  @Test
  void aHiddenDetachmentKeepsTheRoleForThatManyDeletions() throws IOException {
    role();
    String policy = "&PolicyArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess";
    ask("AttachRolePolicy&RoleName=r" + policy);
    aws.faults().on("iam:DetachRolePolicy", 1, Fault.hide(1));
    ask("DetachRolePolicy&RoleName=r" + policy);
    assertThat(ask("DeleteRole&RoleName=r").body()).contains("DeleteConflict");
    assertThat(ask("DeleteRole&RoleName=r").statusCode()).isEqualTo(200);
  }

  @Test
  void theQuotaOfTheAccountIsInItsSummary() throws IOException {
    aws.attachedPoliciesPerRole(20);
    assertThat(ask("GetAccountSummary").body())
        .contains("<key>AttachedPoliciesPerRoleQuota</key><value>20</value>");
  }
}
