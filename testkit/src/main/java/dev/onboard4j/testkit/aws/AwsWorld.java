package dev.onboard4j.testkit.aws;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The state of an embedded AWS: one account. */
final class AwsWorld {
  private static final Set<String> CREATIONS =
      Set.of(
          "CreateAccessEntry",
          "CreateInstanceProfile",
          "CreatePolicy",
          "CreateRole",
          "CreateSecurityGroup");

  private final IamApi iam;
  private final Ec2Api ec2 = new Ec2Api();
  private final EksApi eks;
  private final StaleReads stale = new StaleReads();
  private final RequestNeeds needs = new RequestNeeds(this);
  private @Nullable CallerPolicy caller;

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

  /** What the caller may do from now on; everything for null. */
  synchronized void caller(@Nullable CallerPolicy policy) {
    caller = policy;
  }

  /** Whether the caller may send this request. */
  synchronized boolean allows(AwsCall call) {
    CallerPolicy policy = caller;
    return policy == null || needs.of(call).stream().allMatch(policy::allows);
  }

  /** Runs one request at a time. */
  synchronized Map<String, Object> call(AwsCall call) {
    if (call.reads()) {
      return stale.read(call, this::answer);
    }
    // A created object hides itself: its lookups fail, and listings omit it.
    if (call.hidden() > 0 && !CREATIONS.contains(call.action())) {
      stale.keep(call, this::answer);
    }
    return answer(call);
  }

  /** Ends the lag of all writes. */
  synchronized void settle() {
    stale.settle();
  }

  private Map<String, Object> answer(AwsCall call) {
    return switch (call.service()) {
      case "iam" -> iam.call(call);
      case "ec2" -> ec2.call(call);
      case "eks" -> eks.call(call);
      case "sts" -> StsApi.call(call);
      default -> throw new AwsFailure(400, "UnknownService", "no service " + call.service());
    };
  }
}
