package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Tests that the token has the form that aws-iam-authenticator reads. */
final class EksTokenTest {
  @Test
  void theTokenIsASignedRequestToStsForOneCluster() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    var server =
        com.sun.net.httpserver.HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.set(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    server.start();
    URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (EmbeddedAws aws = EmbeddedAws.start()) {
      aws.cluster(EksClusterSpec.of("eu-west-1", "prod").servedBy(api));
      Onboarding onboarding =
          Onboarding.forProvider("eks")
              .with(
                  AwsCredentialsProvider.class,
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "s")))
              .set(aws.settings())
              .set("platform.cluster-id", "3b1a9f20-0000-4000-8000-000000000000")
              .set("platform.principal", "arn:aws:iam::809060229965:user/platform");
      onboarding.plan(onboarding.cluster(URI.create("eks://123456789012/eu-west-1/prod")));
    } finally {
      server.stop(0);
    }
    assertThat(seen.get()).startsWith("Bearer k8s-aws-v1.");
    String url =
        new String(
            Base64.getUrlDecoder().decode(seen.get().substring("Bearer k8s-aws-v1.".length())),
            StandardCharsets.UTF_8);
    assertThat(url)
        .startsWith("https://sts.eu-west-1.amazonaws.com/?")
        .contains("Action=GetCallerIdentity", "Version=2011-06-15", "X-Amz-Expires=60")
        .contains("X-Amz-Credential=AKIDEXAMPLE%2F")
        .contains("X-Amz-SignedHeaders=host%3Bx-k8s-aws-id", "X-Amz-Signature=");
  }
}
