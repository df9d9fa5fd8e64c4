package dev.onboard4j.testkit.aws;

import java.util.Map;

/** STS, as far as onboarding uses it. */
final class StsApi {
  private StsApi() {}

  static Map<String, Object> call(AwsCall call) {
    return switch (call.action()) {
      case "GetCallerIdentity" ->
          Map.of(
              "Account",
              EmbeddedAws.ACCOUNT,
              "Arn",
              "arn:" + call.partition() + ":iam::" + EmbeddedAws.ACCOUNT + ":user/local",
              "UserId",
              "AIDALOCALLOCALLOCAL00");
      case "AssumeRole" -> assumed(call);
      default -> throw new AwsFailure(400, "InvalidAction", "no action " + call.action());
    };
  }

  private static Map<String, Object> assumed(AwsCall call) {
    return Map.of(
        "Credentials",
        Map.of(
            "AccessKeyId", "ASIALOCALLOCALLOCAL0",
            "SecretAccessKey", "local",
            "SessionToken", "local",
            "Expiration", "2099-01-01T00:00:00Z"),
        "AssumedRoleUser",
        Map.of("Arn", call.text("RoleArn"), "AssumedRoleId", "AROALOCAL:onboard4j"));
  }
}
