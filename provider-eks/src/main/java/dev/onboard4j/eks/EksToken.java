package dev.onboard4j.eks;

import dev.onboard4j.model.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Creates the tokens that EKS API servers accept: a signed GetCallerIdentity request to STS for one
 * cluster, which is not sent.
 *
 * <p>Source: EKS user guide, cluster authentication; sigs.k8s.io/aws-iam-authenticator, README,
 * "API Authorization from Outside a Cluster". A token is valid for 15 minutes.
 */
final class EksToken {
  private static final String PREFIX = "k8s-aws-v1.";
  private static final Duration SIGNATURE = Duration.ofSeconds(60);

  private final EksClients clients;
  private final Arns arns;

  EksToken(EksClients clients, Arns arns) {
    this.clients = clients;
    this.arns = arns;
  }

  /** Creates a token; sends no request. */
  Secret sign() {
    SignedRequest signed = AwsV4HttpSigner.create().sign(r -> sign(r, request()));
    String url = signed.request().getUri().toString();
    return Secret.of(
        PREFIX
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(url.getBytes(StandardCharsets.UTF_8)));
  }

  private SdkHttpRequest request() {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.GET)
        .uri(URI.create("https://sts." + arns.region() + "." + clients.dnsSuffix() + "/"))
        .appendRawQueryParameter("Action", "GetCallerIdentity")
        .appendRawQueryParameter("Version", "2011-06-15")
        .appendHeader("x-k8s-aws-id", arns.clusterName())
        .build();
  }

  private void sign(SignRequest.Builder<AwsCredentialsIdentity> sign, SdkHttpRequest request) {
    sign.identity(clients.identity())
        .request(request)
        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
        .putProperty(AwsV4HttpSigner.REGION_NAME, arns.region())
        .putProperty(
            AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
        .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, SIGNATURE);
  }
}
