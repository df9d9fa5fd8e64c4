package dev.onboard4j.eks;

import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.ContractWorld;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An embedded AWS with one cluster in it. */
record EmbeddedWorld(EmbeddedAws aws, EksCluster cluster) implements ContractWorld {
  static final String CLUSTER_ID = "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa";
  static final String PRINCIPAL = "arn:aws:iam::111122223333:user/cast-crossrole";

  static EmbeddedWorld of(EksClusterSpec spec) {
    return new EmbeddedWorld(
        EmbeddedAws.start().cluster(spec),
        EksCluster.of(EmbeddedAws.ACCOUNT, spec.region(), spec.name()));
  }

  static EmbeddedWorld start() {
    return of(EksClusterSpec.of("eu-west-1", "prod"));
  }

  @Override
  public Onboarding onboarding() {
    return Onboarding.forProvider("eks")
        .set(aws.settings())
        .set("platform.cluster-id", CLUSTER_ID)
        .set("platform.principal", PRINCIPAL)
        .time(new VirtualTime());
  }

  @Override
  public Object state() {
    return aws.state();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.FAULTS, Capability.RECORDED_CALLS);
  }

  @Override
  public Faults faults() {
    return aws.faults();
  }

  @Override
  public List<RecordedCall> calls() {
    return aws.calls();
  }

  @Override
  public void close() {
    aws.close();
  }
}
