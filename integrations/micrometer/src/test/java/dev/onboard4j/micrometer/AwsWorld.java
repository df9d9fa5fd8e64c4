package dev.onboard4j.micrometer;

import dev.onboard4j.Onboarding;
import dev.onboard4j.eks.EksCluster;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** An embedded AWS with EKS clusters. */
record AwsWorld(EmbeddedAws aws) implements AutoCloseable {
  static AwsWorld start() {
    return new AwsWorld(EmbeddedAws.start());
  }

  EksCluster cluster(String name) {
    aws.cluster(EksClusterSpec.of("eu-west-1", name));
    return EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", name);
  }

  Onboarding onboarding() {
    return Onboarding.forProvider("eks")
        .set(aws.settings())
        .set("platform.cluster-id", "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa")
        .set("platform.principal", "arn:aws:iam::111122223333:user/cast-crossrole")
        .time(new VirtualTime());
  }

  /** The same for a second cluster, which has another id at the platform. */
  Onboarding onboarding(String cluster) {
    String id = UUID.nameUUIDFromBytes(cluster.getBytes(StandardCharsets.UTF_8)).toString();
    return onboarding().set("platform.cluster-id", id);
  }

  void fails(String call, int nth, Fault.Kind kind) {
    aws.faults().on(call, nth, Fault.of(kind));
  }

  /** Creates a role as another tool does. */
  void role(String name) {
    String trust =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
            + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";
    aws.change("iam", "CreateRole", Map.of("RoleName", name, "AssumeRolePolicyDocument", trust))
        .ifPresent(
            refusal -> {
              throw new IllegalStateException(refusal);
            });
  }

  /** How often each request arrived, by name. */
  Map<String, Long> arrived() {
    return aws.calls().stream()
        .collect(Collectors.groupingBy(RecordedCall::name, TreeMap::new, Collectors.counting()));
  }

  @Override
  public void close() {
    aws.close();
  }
}
