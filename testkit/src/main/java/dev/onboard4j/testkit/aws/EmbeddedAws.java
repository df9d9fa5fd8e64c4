package dev.onboard4j.testkit.aws;

import dev.onboard4j.testkit.cloud.EmbeddedCloud;
import dev.onboard4j.testkit.cloud.Traffic;
import dev.onboard4j.testkit.cloud.Wire;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An AWS on a loopback port: IAM, EC2, EKS and STS as far as onboarding uses them, over the real
 * wire protocols and with the real errors.
 *
 * <p>There is one account, 123456789012, in every partition and region that requests are signed
 * for. All credentials are accepted. Thread-safe.
 *
 * <pre>{@code
 * try (EmbeddedAws aws = EmbeddedAws.start()) {
 *   aws.cluster(EksClusterSpec.of("eu-west-1", "prod"));
 *   onboarding.set(aws.settings());
 * }
 * }</pre>
 */
public final class EmbeddedAws extends EmbeddedCloud {
  /** The id of the one account. */
  public static final String ACCOUNT = "123456789012";

  private final AwsWorld world;
  private final AwsFront front;
  private final Wire wire;

  private EmbeddedAws(int port, Traffic traffic, Clock clock) {
    super(List.of("ec2", "eks", "iam", "sts"), traffic);
    world = new AwsWorld(clock);
    front = new AwsFront(world, traffic);
    wire = new Wire(port, front::answer);
  }

  /** Starts an embedded cloud on a free port that answers without delay. */
  public static EmbeddedAws start() {
    return start(0, Duration.ZERO);
  }

  /** Starts an embedded cloud on that port (0 for a free one) that delays every reply. */
  public static EmbeddedAws start(int port, Duration latency) {
    return new EmbeddedAws(port, new Traffic(latency), Clock.systemUTC());
  }

  /** Adds an EKS cluster with its VPC and subnets. */
  public EmbeddedAws cluster(EksClusterSpec spec) {
    world.eks().add(spec);
    world.ec2().addVpc(spec);
    return this;
  }

  /** Removes a cluster, as its owner would; the objects of the account stay. */
  public EmbeddedAws removeCluster(String region, String name) {
    world.eks().remove(region, name);
    return this;
  }

  /** Makes a principal unknown to AWS: a trust that names it is refused. */
  public EmbeddedAws missingPrincipal(String arn) {
    world.iam().missingPrincipals().add(arn);
    return this;
  }

  /** Adds a network interface that uses a security group, so that the group cannot be deleted. */
  public EmbeddedAws networkInterface(String id, String securityGroupId, String instanceId) {
    world.ec2().addInterface(id, securityGroupId, instanceId);
    return this;
  }

  /** Sets the number of entries in a page of a listing. */
  public EmbeddedAws pageSize(int entries) {
    world.iam().pageSize(entries);
    return this;
  }

  @Override
  public URI endpoint() {
    return wire.address();
  }

  @Override
  public Map<String, Object> state() {
    return world.state();
  }

  @Override
  public List<String> clusters() {
    return world.eks().uris();
  }

  /** Sends a request as another tool would, for changes that onboarding does not make. */
  public Optional<String> change(String service, String action, Map<String, String> parameters) {
    return front.direct(new AwsCall(service, "us-east-1", action, parameters, 0));
  }

  @Override
  public void close() {
    wire.close();
  }
}
