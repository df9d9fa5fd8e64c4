package dev.onboard4j.gke;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.cloud.iam.admin.v1.IAMSettings;
import com.google.cloud.resourcemanager.v3.ProjectsClient;
import com.google.cloud.resourcemanager.v3.ProjectsSettings;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import java.io.IOException;

/** Creates Google's clients for another tool. */
final class GoogleClients {
  private GoogleClients() {}

  static IAMClient iam(EmbeddedGoogle google) throws IOException {
    return IAMClient.create(
        IAMSettings.newBuilder()
            .setCredentialsProvider(NoCredentialsProvider.create())
            .setTransportChannelProvider(
                channel(google, IAMSettings.defaultGrpcTransportProviderBuilder()))
            .build());
  }

  static ProjectsClient projects(EmbeddedGoogle google) throws IOException {
    return ProjectsClient.create(
        ProjectsSettings.newBuilder()
            .setCredentialsProvider(NoCredentialsProvider.create())
            .setTransportChannelProvider(
                channel(google, ProjectsSettings.defaultGrpcTransportProviderBuilder()))
            .build());
  }

  private static InstantiatingGrpcChannelProvider channel(
      EmbeddedGoogle google, InstantiatingGrpcChannelProvider.Builder builder) {
    return builder
        .setEndpoint("127.0.0.1:" + google.endpoint().getPort())
        .setChannelConfigurator(builders -> builders.usePlaintext())
        .build();
  }
}
