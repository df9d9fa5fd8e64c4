package dev.onboard4j.gke;

import com.google.api.gax.core.BackgroundResource;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ClientSettings;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.api.serviceusage.v1.ServiceUsageClient;
import com.google.api.serviceusage.v1.ServiceUsageSettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.cloud.container.v1.ClusterManagerClient;
import com.google.cloud.container.v1.ClusterManagerSettings;
import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.cloud.iam.admin.v1.IAMSettings;
import com.google.cloud.resourcemanager.v3.ProjectsClient;
import com.google.cloud.resourcemanager.v3.ProjectsSettings;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.EndpointSettings;
import dev.onboard4j.spi.support.Lazy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The four clients, each made when it is first used. */
final class GkeClients implements AutoCloseable {
  private static final Duration REQUEST_LIMIT = Duration.ofMinutes(1);
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");
  private static final int IMPERSONATION_SECONDS = 3600;

  /** Makes a client; may fail. */
  @FunctionalInterface
  private interface Maker<T> {
    T make() throws IOException;
  }

  private final SessionContext context;
  private final Settings settings;
  private final Lazy<CredentialsProvider> credentials;
  private final Lazy<IAMClient> iam;
  private final Lazy<ProjectsClient> projects;
  private final Lazy<ServiceUsageClient> services;
  private final Lazy<ClusterManagerClient> clusters;

  GkeClients(SessionContext context) {
    this.context = context;
    settings = context.settings();
    credentials = Lazy.of(this::chosen);
    iam = client(IAMClient.class, this::iamClient);
    projects = client(ProjectsClient.class, this::projectsClient);
    services = client(ServiceUsageClient.class, this::servicesClient);
    clusters = client(ClusterManagerClient.class, this::clustersClient);
  }

  private IAMClient iamClient() throws IOException {
    IAMSettings.Builder builder = IAMSettings.newBuilder();
    reached(builder, "iam", IAMSettings.defaultGrpcTransportProviderBuilder());
    return IAMClient.create(builder.applyToAllUnaryMethods(GkeClients::once).build());
  }

  private ProjectsClient projectsClient() throws IOException {
    ProjectsSettings.Builder builder = ProjectsSettings.newBuilder();
    reached(
        builder, "cloudresourcemanager", ProjectsSettings.defaultGrpcTransportProviderBuilder());
    return ProjectsClient.create(builder.applyToAllUnaryMethods(GkeClients::once).build());
  }

  private ServiceUsageClient servicesClient() throws IOException {
    ServiceUsageSettings.Builder builder = ServiceUsageSettings.newBuilder();
    reached(builder, "serviceusage", ServiceUsageSettings.defaultGrpcTransportProviderBuilder());
    return ServiceUsageClient.create(builder.applyToAllUnaryMethods(GkeClients::once).build());
  }

  private ClusterManagerClient clustersClient() throws IOException {
    ClusterManagerSettings.Builder builder = ClusterManagerSettings.newBuilder();
    reached(builder, "container", ClusterManagerSettings.defaultGrpcTransportProviderBuilder());
    return ClusterManagerClient.create(builder.applyToAllUnaryMethods(GkeClients::once).build());
  }

  /** Only the engine retries: a client that repeats a write by itself hides a lost reply. */
  private static Void once(UnaryCallSettings.Builder<?, ?> method) {
    method.setRetryableCodes();
    method.setSimpleTimeoutNoRetriesDuration(REQUEST_LIMIT);
    return null;
  }

  private void reached(
      ClientSettings.Builder<?, ?> builder,
      String service,
      InstantiatingGrpcChannelProvider.Builder channel) {
    Optional<URI> endpoint = EndpointSettings.of(settings, service);
    if (endpoint.isPresent()) {
      URI uri = endpoint.get();
      boolean plain = "http".equals(uri.getScheme());
      int port = uri.getPort() >= 0 ? uri.getPort() : plain ? 80 : 443;
      channel.setEndpoint(uri.getHost() + ":" + port);
      if (plain) {
        channel.setChannelConfigurator(builders -> builders.usePlaintext());
      }
    }
    builder.setTransportChannelProvider(channel.build());
    builder.setCredentialsProvider(credentials.get());
  }

  /** The embedder's, another account's, or the application's own. */
  private CredentialsProvider chosen() {
    Optional<CredentialsProvider> given = context.given(CredentialsProvider.class);
    if (given.isPresent()) {
      return given.get();
    }
    if (local()) {
      return NoCredentialsProvider.create();
    }
    try {
      GoogleCredentials own = GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
      Optional<String> other = settings.text(GkeSettings.RUN_AS);
      return FixedCredentialsProvider.create(
          other.isPresent()
              ? ImpersonatedCredentials.create(
                  own, other.get(), List.of(), SCOPES, IMPERSONATION_SECONDS)
              : own);
    } catch (IOException e) {
      throw OnboardingException.of(
              Category.CALLER,
              "no Google credentials: " + firstLine(String.valueOf(e.getMessage())))
          .remedy(
              "run gcloud auth application-default login, set GOOGLE_APPLICATION_CREDENTIALS, or"
                  + " hand over a CredentialsProvider")
          .cause(e)
          .build();
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** Whether every API is on this machine: then there is no reason to ask a metadata service. */
  private boolean local() {
    return GkeSettings.SERVICES.stream()
        .allMatch(
            service ->
                EndpointSettings.of(settings, service).map(GkeClients::loopback).orElse(false));
  }

  private static boolean loopback(URI uri) {
    try {
      return InetAddress.getByName(uri.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Where Resource Manager is, for what its client library does not have. */
  URI resourceManager() {
    return EndpointSettings.of(settings, "cloudresourcemanager")
        .orElse(URI.create("https://cloudresourcemanager.googleapis.com"));
  }

  /** Whether tokens can be had: an embedder's clients have credentials that nobody else sees. */
  boolean tokens() {
    return context.given(ProjectsClient.class).isEmpty()
        || context.given(CredentialsProvider.class).isPresent();
  }

  /**
   * A token of the same credentials for the cluster's API server, refreshed when it is about to
   * expire; where every API is on this machine, one that means nothing elsewhere.
   */
  Secret token() {
    try {
      Credentials own = credentials.get().getCredentials();
      if (own == null) {
        return Secret.of("local");
      }
      return own.getRequestMetadata().getOrDefault("Authorization", List.of()).stream()
          .findFirst()
          .map(header -> Secret.of(header.replaceFirst("^Bearer ", "")))
          .orElseThrow(() -> new IOException("these credentials give no token"));
    } catch (IOException e) {
      throw OnboardingException.of(
              Category.CALLER,
              "no token for the API server: " + firstLine(String.valueOf(e.getMessage())))
          .remedy("check the credentials, or set kubernetes.kubeconfig")
          .cause(e)
          .build();
    }
  }

  IAMClient iam() {
    return iam.get();
  }

  ProjectsClient projects() {
    return projects.get();
  }

  ServiceUsageClient services() {
    return services.get();
  }

  ClusterManagerClient clusters() {
    return clusters.get();
  }

  /** The embedder's client or one of ours, which is closed in the background as Google's are. */
  private <T extends BackgroundResource> Lazy<T> client(Class<T> type, Maker<T> maker) {
    return Lazy.givenOr(context.given(type), () -> made(maker), BackgroundResource::shutdownNow);
  }

  private static <T> T made(Maker<T> maker) {
    try {
      return maker.make();
    } catch (IOException e) {
      throw OnboardingException.of(Category.CALLER, "a client cannot be made: " + e.getMessage())
          .remedy("check the credentials and the endpoint")
          .cause(e)
          .build();
    }
  }

  @Override
  public void close() {
    List.of(iam, projects, services, clusters).forEach(Lazy::close);
  }
}
