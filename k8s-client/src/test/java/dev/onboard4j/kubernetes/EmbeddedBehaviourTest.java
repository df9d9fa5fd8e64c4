package dev.onboard4j.kubernetes;

import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import org.junit.jupiter.api.AfterEach;

final class EmbeddedBehaviourTest extends KubernetesBehaviour {
  private final EmbeddedKubernetes cluster = EmbeddedKubernetes.start();

  @Override
  Api as(String user) {
    return Api.of(cluster, user);
  }

  @Override
  String stranger() {
    return "user-0";
  }

  @AfterEach
  void stop() {
    cluster.close();
  }
}
