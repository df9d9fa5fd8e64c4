package dev.onboard4j.eks;

import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Tests the behaviour of the embedded AWS. */
final class EmbeddedAwsBehaviourTest extends AwsBehaviour {
  private static final EksClusterSpec CLUSTER = EksClusterSpec.of("eu-west-1", "prod");
  private static EmbeddedAws aws;

  @BeforeAll
  static void start() {
    aws = EmbeddedAws.start().cluster(CLUSTER);
  }

  @AfterAll
  static void stop() {
    aws.close();
  }

  @Override
  URI address() {
    return aws.endpoint();
  }

  @Override
  String vpc(Ec2Client client) {
    return CLUSTER.vpcId();
  }
}
