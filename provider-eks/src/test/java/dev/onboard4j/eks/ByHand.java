package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;

/** Requests of a person with other tools to an embedded AWS. */
final class ByHand {
  private ByHand() {}

  /** Sends a request to IAM, which has to succeed. */
  static void iam(EmbeddedWorld world, String action, String... parameters) {
    send(world, "iam", action, parameters);
  }

  /** Sends a request to EC2, which has to succeed. */
  static void ec2(EmbeddedWorld world, String action, String... parameters) {
    send(world, "ec2", action, parameters);
  }

  private static void send(
      EmbeddedWorld world, String service, String action, String... parameters) {
    assertThat(world.aws().change(service, action, map(parameters))).isEmpty();
  }

  /** Names and values in turns as a map. */
  static Map<String, String> map(String... parameters) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    return map;
  }
}
