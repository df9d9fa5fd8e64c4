package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import dev.onboard4j.testkit.kube.PlainProvider;
import io.kubernetes.client.openapi.ApiClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the entry of aws-auth in a cluster. */
final class AwsAuthTest {
  private static final String PATH = Api.configMap("kube-system", "aws-auth");
  private static final String THEIRS =
      "- rolearn: arn:aws:iam::1:role/theirs # keep\n  groups: [a]\n";

  private final EmbeddedKubernetes cluster = EmbeddedKubernetes.start();
  private final Api admin = Api.of(cluster, "admin");

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Onboarding onboarding(String user, int number) {
    MapRole role = MapRole.ofNodes("arn:aws:iam::123456789012:role/node-" + number);
    return Onboarding.forProvider("plain")
        .blueprint("none")
        .with(PlainProvider.Declaration.class, context -> declared(context, role))
        .set("kubernetes.kubeconfig", cluster.kubeconfig(user).toString());
  }

  static List<Resource> declared(SessionContext context, MapRole role) {
    return AwsAuth.reach(context, context::kubernetes)
        .map(auth -> auth.entry(ResourceId.of("aws-auth", role.roleArn()), role))
        .stream()
        .toList();
  }

  private ApplicablePlan planned(Onboarding onboarding) {
    return onboarding.plan(onboarding.cluster(URI.create("plain://here/there/prod")));
  }

  private void map(String mapRoles) {
    admin.post(
        "/api/v1/namespaces/kube-system/configmaps",
        "",
        KubeJson.write(
            Map.of(
                "metadata",
                Map.of("name", "aws-auth"),
                "data",
                Map.of("mapRoles", mapRoles, "mapUsers", "[]"))));
  }

  private String mapRoles() {
    return admin.get(PATH).body().path("data").path("mapRoles").asText();
  }

  @Test
  void applyAddsOneEntryAndKeepsThePreviousText() {
    map(THEIRS);
    planned(onboarding("admin", 1)).apply();
    assertThat(mapRoles()).startsWith(THEIRS).contains("role/node-1");
    assertThat(admin.get(PATH).body().path("data").path("mapUsers").asText()).isEqualTo("[]");
    assertThat(
            admin
                .get(PATH)
                .body()
                .path("metadata")
                .path("annotations")
                .path(AwsAuthHandler.BACKUP)
                .asText())
        .isEqualTo(THEIRS);
    OnboardingPlan again = planned(onboarding("admin", 1)).plan();
    assertThat(again.changes()).noneMatch(change -> change.action().writes());
  }

  @Test
  void removalDeletesOnlyTheEntry() {
    map(THEIRS);
    Onboarding onboarding = onboarding("admin", 1);
    planned(onboarding).apply();
    onboarding.planRemoval(onboarding.cluster(URI.create("plain://here/there/prod"))).apply();
    assertThat(mapRoles()).isEqualTo(THEIRS);
  }

  @Test
  void aMissingMapIsCreated() {
    planned(onboarding("admin", 1)).apply();
    assertThat(MapRoles.parse(mapRoles()).find("arn:aws:iam::123456789012:role/node-1"))
        .isPresent();
  }

  @Test
  void anUnreadableMapIsNotChanged() {
    map("- rolearn: a\n\t- broken");
    assertThatThrownBy(() -> planned(onboarding("admin", 1))).hasMessageContaining("line 2");
    assertThat(mapRoles()).isEqualTo("- rolearn: a\n\t- broken");
  }

  @Test
  void lostAccessRestoresThePreviousText() {
    map(THEIRS);
    Onboarding locked =
        onboarding("admin", 1)
            .around(
                new RequestInterceptor() {
                  private int reviews;

                  @Override
                  @SuppressWarnings("unchecked") // the reply of a review is a tree
                  public <T> T send(OutgoingRequest request, Supplier<T> send) {
                    T reply = send.get();
                    boolean later =
                        request.request().operation().contains("selfsubjectaccessreview")
                            && reviews++ == 1;
                    return later ? (T) Map.of() : reply;
                  }
                });
    assertThatThrownBy(() -> planned(locked).apply())
        .hasStackTraceContaining("removed the access of the caller; the previous text is restored");
    assertThat(mapRoles()).isEqualTo(THEIRS);
  }

  @Test
  void concurrentEditorsLoseNoEntry() throws Exception {
    map(THEIRS);
    int editors = Attack.cases(100, 1000);
    ApiClient shared = new ApiClient().setBasePath(cluster.endpoint().toString());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < editors; i++) {
        int number = i;
        Onboarding editor = onboarding("admin", number).with(ApiClient.class, shared);
        running.add(threads.submit(() -> planned(editor).apply()));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    MapRoles roles = MapRoles.parse(mapRoles());
    for (int i = 0; i < editors; i++) {
      assertThat(roles.find("arn:aws:iam::123456789012:role/node-" + i)).isPresent();
    }
    assertThat(mapRoles()).startsWith(THEIRS);
    Attack.tried("editors of one aws-auth at once", editors);
  }
}
