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
 * <p>One account, 123456789012, in whichever partition and region a request is signed for. Any
 * credentials will do. Thread-safe.
 *
 * <pre>{@code
 * try (EmbeddedAws aws = EmbeddedAws.start()) {
 *   aws.cluster(EksClusterSpec.of("eu-west-1", "prod"));
 *   onboarding.set(aws.settings());
 * }
 * }</pre>
 */
public final class EmbeddedAws extends EmbeddedCloud {
  /** The account everything is in. */
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

  /** Starts one on a free port, which answers at once. */
  public static EmbeddedAws start() {
    return start(0, Duration.ZERO);
  }

  /** Starts one on that port (0 for a free one), which takes that long for every reply. */
  public static EmbeddedAws start(int port, Duration latency) {
    return new EmbeddedAws(port, new Traffic(latency), Clock.systemUTC());
  }

  /** Puts an EKS cluster there, with its VPC and subnets, or changes the one of that name. */
  public EmbeddedAws cluster(EksClusterSpec spec) {
    world.eks().add(spec);
    world.ec2().addVpc(spec);
    return this;
  }

  /** Takes a cluster away, as its owner would; what lives in the account stays. */
  public EmbeddedAws removeCluster(String region, String name) {
    world.eks().remove(region, name);
    return this;
  }

  /** A principal that AWS does not know: a trust that names it is refused. */
  public EmbeddedAws missingPrincipal(String arn) {
    return freshPrincipal(arn, Integer.MAX_VALUE);
  }

  /**
   * A principal that is so new that AWS refuses the next requests that trust it.
   *
   * <p>IAM user guide, "Changes that I make are not always immediately visible".
   */
  public EmbeddedAws freshPrincipal(String arn, int requests) {
    world.iam().missPrincipal(arn, requests);
    return this;
  }

  /** A network interface that holds a security group, so that the group cannot be deleted. */
  public EmbeddedAws networkInterface(String id, String securityGroupId, String instanceId) {
    world.ec2().addInterface(id, securityGroupId, instanceId);
    return this;
  }

  /** A network interface of a terminated instance, which goes after that many deletions. */
  public EmbeddedAws drainingInterface(String id, String securityGroupId, int deletions) {
    world.ec2().addDrainingInterface(id, securityGroupId, deletions);
    return this;
  }

  /** A running instance with that instance profile. */
  public EmbeddedAws instance(String id, String profileArn) {
    world.ec2().instances().add(id, profileArn);
    return this;
  }

  /** Terminates an instance. */
  public EmbeddedAws terminate(String id) {
    world.ec2().instances().terminate(id);
    return this;
  }

  /**
   * Lets the caller do only what this IAM policy allows, by action, resource and condition.
   *
   * <p>Knows Allow statements with the operator StringEquals; anything else allows nothing.
   *
   * @throws IllegalArgumentException if the document is no JSON
   */
  public EmbeddedAws allowOnly(String policyDocument) {
    world.caller(CallerPolicy.of(policyDocument));
    return this;
  }

  /** Lets the caller do everything, as at the start. */
  public EmbeddedAws allowAll() {
    world.caller(null);
    return this;
  }

  /** How many managed policies a role may have in this account. */
  public EmbeddedAws attachedPoliciesPerRole(int quota) {
    world.iam().attachedPoliciesPerRole(quota);
    return this;
  }

  /** How many entries a page of a listing has. */
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

  /** Sends a request of one's own, as a person with other tools would; for hand-made changes. */
  public Optional<String> change(String service, String action, Map<String, String> parameters) {
    return change(service, "us-east-1", action, parameters);
  }

  /** The same in a region, which requests about a cluster need. */
  public Optional<String> change(
      String service, String region, String action, Map<String, String> parameters) {
    return front.direct(new AwsCall(service, region, action, parameters, 0));
  }

  @Override
  public void close() {
    wire.close();
  }
}
