package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Secret;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import dev.onboard4j.testkit.kube.PlainProvider;
import dev.onboard4j.testkit.kube.RuleText;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the connections of sessions to the API server. */
final class ApiServerConnectorTest {
  private static final ObjectRef DEFAULT = ObjectRef.of(KubeKind.NAMESPACE, "default");

  @TempDir private Path folder;
  private final EmbeddedKubernetes cluster = EmbeddedKubernetes.start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static Connection connect(Onboarding onboarding) {
    AtomicReference<Connection> connection = new AtomicReference<>();
    Onboarding asking =
        onboarding
            .blueprint("none")
            .with(
                PlainProvider.Declaration.class,
                context -> {
                  // A provider hands over the way itself: nothing has declared it by now.
                  connection.set(
                      ApiServerConnector.connect(
                          context, () -> context.given(KubernetesAccess.class), new TreeSet<>()));
                  if (connection.get() instanceof Connection.Reached reached) {
                    assertThat(reached.client().find(context.requests(), DEFAULT)).isPresent();
                    reached.close();
                  }
                  return List.of();
                });
    asking.plan(asking.cluster(URI.create("plain://here/there/prod")));
    return connection.get();
  }

  private Onboarding by(String user) {
    return Onboarding.forProvider("plain")
        .set("kubernetes.kubeconfig", cluster.kubeconfig(user).toString());
  }

  private static Onboarding told(URI server, String token) {
    return Onboarding.forProvider("plain")
        .with(KubernetesAccess.class, new KubernetesAccess(server, "", () -> Secret.of(token)));
  }

  @Test
  void aConnectionListsTheRulesOfTheCaller() {
    List<PolicyRule> all = RuleJson.rules(RuleText.rules("* *: *"));
    assertThat(connect(by("admin")))
        .isInstanceOfSatisfying(
            Connection.Reached.class,
            reached -> assertThat(reached.held().missing(DEFAULT, all)).isEmpty());
  }

  @Test
  void aClosedPortAndAnUnknownCallerAreOutOfReach() {
    assertThat(connect(told(URI.create("https://127.0.0.1:9"), "any")))
        .isInstanceOfSatisfying(
            Connection.OutOfReach.class, away -> assertThat(away.why()).contains("127.0.0.1:9"));
    assertThat(connect(told(cluster.endpoint(), "nobody")))
        .isInstanceOfSatisfying(
            Connection.OutOfReach.class, away -> assertThat(away.why()).contains("401"));
  }

  @Test
  void aBrokenExplicitKubeconfigIsAnError() throws IOException {
    Path closed = folder.resolve("closed");
    Files.writeString(
        closed,
        Files.readString(cluster.kubeconfig("admin"))
            .replace(cluster.endpoint().toString(), "https://127.0.0.1:9"));
    assertThatThrownBy(
            () ->
                connect(
                    Onboarding.forProvider("plain")
                        .set("kubernetes.kubeconfig", closed.toString())))
        .isInstanceOf(OnboardingException.class)
        .hasMessageContaining("does not work")
        .hasMessageContaining("127.0.0.1:9");
    Path stranger = folder.resolve("stranger");
    Files.writeString(
        stranger,
        Files.readString(cluster.kubeconfig("admin"))
            .replace(cluster.token("admin"), "unknown-token"));
    assertThatThrownBy(
            () ->
                connect(
                    Onboarding.forProvider("plain")
                        .set("kubernetes.kubeconfig", stranger.toString())))
        .hasMessageContaining("401");
  }

  @Test
  void aBrokenExplicitClientIsAnError() {
    ApiClient client = new ApiClient().setBasePath("https://127.0.0.1:9");
    assertThatThrownBy(() -> connect(Onboarding.forProvider("plain").with(ApiClient.class, client)))
        .isInstanceOf(OnboardingException.class)
        .hasMessageContaining("does not work");
  }

  @Test
  void aFailedExecPluginSendsNoRequest() throws IOException {
    Path file = folder.resolve("exec");
    Files.writeString(
        file,
        Files.readString(cluster.kubeconfig("admin"))
            .replace(
                "token: " + cluster.token("admin"),
                "exec: {apiVersion: v1, command: sh, args: [-c, 'echo no session >&2; exit 1']}"));
    assertThatThrownBy(
            () ->
                connect(
                    Onboarding.forProvider("plain").set("kubernetes.kubeconfig", file.toString())))
        .hasMessageContaining("no session");
    assertThat(cluster.calls()).isEmpty();
  }

  @Test
  void aTokenOfTheCloudDoesNotGoOverPlainHttp() {
    assertThat(connect(told(URI.create("http://api.cluster.invalid"), "any")))
        .isInstanceOfSatisfying(
            Connection.OutOfReach.class, away -> assertThat(away.why()).contains("plain HTTP"));
  }

  @Test
  void withoutAnAddressTheReasonNamesTheSetting() {
    assertThat(connect(Onboarding.forProvider("plain")))
        .isEqualTo(
            new Connection.OutOfReach(
                "plain does not tell how the API server is reached: set kubernetes.kubeconfig"));
  }

  @Test
  void aClusterWithAccessOffGetsNoRequest() {
    assertThat(connect(by("admin").set("kubernetes.rbac", "off")))
        .isEqualTo(new Connection.LeftAlone());
    assertThat(cluster.calls()).isEmpty();
  }

  @Test
  void anotherClusterThanTheCloudsIsRefusedBeforeAnyRequest() {
    Onboarding wrong =
        told(URI.create("https://127.0.0.1:9"), "any")
            .set("kubernetes.kubeconfig", cluster.kubeconfig("admin").toString());
    assertThatThrownBy(() -> connect(wrong))
        .isInstanceOf(OnboardingException.class)
        .hasMessageContaining("leads to another API server");
    assertThat(cluster.calls()).isEmpty();
  }
}
