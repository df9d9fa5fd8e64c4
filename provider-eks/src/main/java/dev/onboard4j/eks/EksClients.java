package dev.onboard4j.eks;

import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.EndpointSettings;
import dev.onboard4j.spi.support.Lazy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The clients of four services over one HTTP client; each is created at its first use. */
final class EksClients implements AutoCloseable {
  private static final int CONNECTIONS = 200;

  private final Region region;
  private final Settings settings;
  private final Lazy<SdkHttpClient> http;
  private final Lazy<BoundedHttpClient> bounded;
  private final Lazy<AwsCredentialsProvider> credentials;
  private final Lazy<IamClient> iam;
  private final Lazy<Ec2Client> ec2;
  private final Lazy<EksClient> eks;
  private final Lazy<StsClient> sts;

  EksClients(SessionContext context) {
    region = Region.of(context.cluster().location());
    settings = context.settings();
    http =
        Lazy.givenOr(
            context.given(SdkHttpClient.class), EksClients::ownHttp, SdkAutoCloseable::close);
    bounded =
        Lazy.of(
            () -> new BoundedHttpClient(http.get(), context.requestLimit()),
            BoundedHttpClient::close);
    credentials =
        Lazy.of(() -> new EksCredentials(context, http::get).provider(), EksClients::closeProvider);
    iam = lazy(context, IamClient.class, () -> built(IamClient.builder(), "iam", global()));
    ec2 = lazy(context, Ec2Client.class, () -> built(Ec2Client.builder(), "ec2", region));
    eks = lazy(context, EksClient.class, () -> built(EksClient.builder(), "eks", region));
    sts = lazy(context, StsClient.class, () -> built(StsClient.builder(), "sts", region));
  }

  private static <T extends SdkAutoCloseable> Lazy<T> lazy(
      SessionContext context, Class<T> type, Supplier<T> maker) {
    return Lazy.givenOr(context.given(type), maker, SdkAutoCloseable::close);
  }

  private static void closeProvider(AwsCredentialsProvider provider) {
    if (provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }

  private static SdkHttpClient ownHttp() {
    return Apache5HttpClient.builder()
        .maxConnections(CONNECTIONS)
        .connectionTimeout(Duration.ofSeconds(5))
        .socketTimeout(Duration.ofSeconds(30))
        .build();
  }

  /**
   * The signing region of IAM, which has one endpoint per partition (AWS general reference, IAM
   * endpoints). It is a real region, because a pseudo region gives a wrong signature for an
   * overridden endpoint.
   */
  private Region global() {
    return switch (partition()) {
      case "aws" -> Region.US_EAST_1;
      case "aws-cn" -> Region.CN_NORTH_1;
      case "aws-us-gov" -> Region.US_GOV_WEST_1;
      default -> region;
    };
  }

  /** The partition of the region. */
  String partition() {
    return PartitionMetadata.of(region).id();
  }

  /** The DNS suffix of the partition's service names. */
  String dnsSuffix() {
    return PartitionMetadata.of(region).dnsSuffix();
  }

  /** The credentials that sign requests; resolved at each call, because they can expire. */
  AwsCredentialsIdentity identity() {
    return credentials.get().resolveCredentials();
  }

  IamClient iam() {
    return iam.get();
  }

  Ec2Client ec2() {
    return ec2.get();
  }

  EksClient eks() {
    return eks.get();
  }

  StsClient sts() {
    return sts.get();
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C built(
      B builder, String service, Region where) {
    builder
        .region(where)
        .credentialsProvider(credentials.get())
        .httpClient(bounded.get())
        // Only the engine retries: a client that repeats a write by itself hides a lost reply.
        .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()));
    Optional<URI> endpoint = EndpointSettings.of(settings, service);
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  @Override
  public void close() {
    iam.close();
    ec2.close();
    eks.close();
    sts.close();
    credentials.close();
    bounded.close();
    http.close();
  }
}
