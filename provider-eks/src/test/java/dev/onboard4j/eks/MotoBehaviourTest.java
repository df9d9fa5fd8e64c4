package dev.onboard4j.eks;

import java.net.URI;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Tests the behaviour of a moto server. */
@Tag("moto")
final class MotoBehaviourTest extends AwsBehaviour {
  @Override
  URI address() {
    return URI.create(System.getenv("ONBOARD4J_MOTO"));
  }

  @Override
  String vpc(Ec2Client client) {
    return client.describeVpcs().vpcs().get(0).vpcId();
  }
}
