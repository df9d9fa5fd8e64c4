package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.ControlPlane;
import dev.onboard4j.testkit.kube.ControlPlaneExtension;
import dev.onboard4j.testkit.kube.PlainProvider;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The entry of aws-auth, on a real API server. */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
final class RealAwsAuthTest {
  @Test
  void awsAuthIsEditedOnARealServer(ControlPlane plane) {
    Api admin = Api.of(plane, "admin");
    admin.post(
        "/api/v1/namespaces/kube-system/configmaps",
        "",
        "{\"metadata\":{\"name\":\"aws-auth\"},\"data\":{\"mapRoles\":\"- rolearn: a # x\\n\"}}");
    Onboarding onboarding =
        Onboarding.forProvider("plain")
            .blueprint("none")
            .with(
                PlainProvider.Declaration.class,
                context -> AwsAuthTest.declared(context, MapRole.ofNodes("arn:aws:iam::1:role/n")))
            .set("kubernetes.kubeconfig", plane.kubeconfig("admin").toString());
    var cluster = onboarding.cluster(URI.create("plain://here/there/aws-auth"));
    onboarding.plan(cluster).apply();
    String path = Api.configMap("kube-system", "aws-auth");
    assertThat(admin.get(path).body().path("data").path("mapRoles").asText())
        .startsWith("- rolearn: a # x\n")
        .contains("role/n");
    onboarding.planRemoval(cluster).apply();
    assertThat(admin.get(path).body().path("data").path("mapRoles").asText())
        .isEqualTo("- rolearn: a # x\n");
    admin.delete(path);
  }
}
