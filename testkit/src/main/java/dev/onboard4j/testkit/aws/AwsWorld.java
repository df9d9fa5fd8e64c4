package dev.onboard4j.testkit.aws;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/** The state of an embedded AWS: one account. */
final class AwsWorld {
  private final IamApi iam;
  private final Ec2Api ec2 = new Ec2Api();
  private final EksApi eks;

  AwsWorld(Clock clock) {
    iam = new IamApi(clock);
    eks = new EksApi(clock, iam);
  }

  IamApi iam() {
    return iam;
  }

  Ec2Api ec2() {
    return ec2;
  }

  EksApi eks() {
    return eks;
  }

  synchronized Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    state.put("iam", iam.state());
    state.put("ec2", ec2.state());
    state.put("eks", eks.state());
    return state;
  }

  /** Runs one request at a time. */
  synchronized Map<String, Object> call(AwsCall call) {
    return switch (call.service()) {
      case "iam" -> iam.call(call);
      case "ec2" -> ec2.call(call);
      case "eks" -> eks.call(call);
      case "sts" -> StsApi.call(call);
      default -> throw new AwsFailure(400, "UnknownService", "no service " + call.service());
    };
  }
}
