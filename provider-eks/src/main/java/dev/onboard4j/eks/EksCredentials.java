package dev.onboard4j.eks;

import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.EndpointSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** Selects the credentials from the settings. */
final class EksCredentials {
  private final SessionContext context;
  private final Settings settings;
  private final Supplier<SdkHttpClient> http;

  EksCredentials(SessionContext context, Supplier<SdkHttpClient> http) {
    this.context = context;
    settings = context.settings();
    this.http = http;
  }

  AwsCredentialsProvider provider() {
    AwsCredentialsProvider base =
        context
            .given(AwsCredentialsProvider.class)
            .map(EksCredentials::open)
            .orElseGet(this::configured);
    return settings
        .text(EksSettings.ASSUME_ROLE)
        .<AwsCredentialsProvider>map(role -> assumed(role, base))
        .orElse(base);
  }

  /** Keeps the embedder's provider open: a client of the SDK closes every closeable provider. */
  private static AwsCredentialsProvider open(AwsCredentialsProvider given) {
    return new KeptOpen(given);
  }

  /** Delegates to the embedder's provider; is not closeable. */
  private record KeptOpen(AwsCredentialsProvider provider) implements AwsCredentialsProvider {
    @Override
    public AwsCredentials resolveCredentials() {
      return provider.resolveCredentials();
    }
  }

  private AwsCredentialsProvider configured() {
    Optional<String> profile = settings.text(EksSettings.PROFILE);
    if (profile.isPresent()) {
      return ProfileCredentialsProvider.create(profile.get());
    }
    return local() ? orFixed() : DefaultCredentialsProvider.builder().build();
  }

  /** Whether every API is on this machine, so that no metadata service is asked. */
  private boolean local() {
    return EksSettings.SERVICES.stream()
        .allMatch(
            service ->
                EndpointSettings.of(settings, service).map(EksCredentials::loopback).orElse(false));
  }

  private static boolean loopback(URI uri) {
    try {
      return InetAddress.getByName(uri.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private AwsCredentialsProvider orFixed() {
    AwsCredentialsProvider found =
        AwsCredentialsProviderChain.of(
            SystemPropertyCredentialsProvider.create(),
            EnvironmentVariableCredentialsProvider.create(),
            ProfileCredentialsProvider.create());
    try {
      found.resolveCredentials();
      return found;
    } catch (SdkClientException none) {
      context.note(
          "no AWS credentials found; fixed local ones are used, as every endpoint is local");
      return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
    }
  }

  private AwsCredentialsProvider assumed(String role, AwsCredentialsProvider base) {
    var sts =
        StsClient.builder()
            .region(Region.of(context.cluster().location()))
            .credentialsProvider(base)
            .httpClient(http.get());
    EndpointSettings.of(settings, "sts").ifPresent(sts::endpointOverride);
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts.build())
        .refreshRequest(request -> request.roleArn(role).roleSessionName("onboard4j"))
        .build();
  }
}
