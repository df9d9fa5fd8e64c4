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
import com.google.auth.oauth2.QuotaProjectIdProvider;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The clients of Google's four APIs, each created at its first use. */
final class GkeClients implements AutoCloseable {
  private static final List<String> SCOPES =
      // Without the e-mail, the API server knows the caller by a number that no binding names.
      List.of(
          "https://www.googleapis.com/auth/cloud-platform",
          "https://www.googleapis.com/auth/userinfo.email");
  private static final int IMPERSONATION_SECONDS = 3600;

  /** Creates a client. */
  @FunctionalInterface
  private interface ClientFactory<T> {
    T create() throws IOException;
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
    credentials = Lazy.of(this::chooseCredentials);
    iam = client(IAMClient.class, this::iamClient);
    projects = client(ProjectsClient.class, this::projectsClient);
    services = client(ServiceUsageClient.class, this::servicesClient);
    clusters = client(ClusterManagerClient.class, this::clustersClient);
  }

  private IAMClient iamClient() throws IOException {
    IAMSettings.Builder builder = IAMSettings.newBuilder();
    configure(builder, "iam", IAMSettings.defaultGrpcTransportProviderBuilder());
    return IAMClient.create(builder.applyToAllUnaryMethods(this::disableRetries).build());
  }

  private ProjectsClient projectsClient() throws IOException {
    ProjectsSettings.Builder builder = ProjectsSettings.newBuilder();
    configure(
        builder, "cloudresourcemanager", ProjectsSettings.defaultGrpcTransportProviderBuilder());
    return ProjectsClient.create(builder.applyToAllUnaryMethods(this::disableRetries).build());
  }

  private ServiceUsageClient servicesClient() throws IOException {
    ServiceUsageSettings.Builder builder = ServiceUsageSettings.newBuilder();
    configure(builder, "serviceusage", ServiceUsageSettings.defaultGrpcTransportProviderBuilder());
    return ServiceUsageClient.create(builder.applyToAllUnaryMethods(this::disableRetries).build());
  }

  private ClusterManagerClient clustersClient() throws IOException {
    ClusterManagerSettings.Builder builder = ClusterManagerSettings.newBuilder();
    configure(builder, "container", ClusterManagerSettings.defaultGrpcTransportProviderBuilder());
    return ClusterManagerClient.create(
        builder.applyToAllUnaryMethods(this::disableRetries).build());
  }

  /** Only the engine retries: a client that repeats a write hides a lost reply. */
  private Void disableRetries(UnaryCallSettings.Builder<?, ?> method) {
    method.setRetryableCodes();
    method.setSimpleTimeoutNoRetriesDuration(context.requestLimit());
    return null;
  }

  private void configure(
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

  /** The embedder's credentials, those of an impersonated account, or the application's own. */
  private CredentialsProvider chooseCredentials() {
    Optional<CredentialsProvider> given = context.given(CredentialsProvider.class);
    if (given.isPresent()) {
      return given.get();
    }
    Optional<CredentialsProvider> ofClient = credentialsOfClients();
    if (ofClient.isPresent()) {
      return ofClient.get();
    }
    if (allEndpointsLocal()) {
      return NoCredentialsProvider.create();
    }
    try {
      return FixedCredentialsProvider.create(applicationCredentials());
    } catch (IOException e) {
      throw OnboardingException.of(
              Category.CALLER,
              "no Google credentials were found: " + firstLine(String.valueOf(e.getMessage())))
          .remedy(
              "run gcloud auth application-default login, set GOOGLE_APPLICATION_CREDENTIALS, or"
                  + " pass a CredentialsProvider")
          .cause(e)
          .build();
    }
  }

  /** The credentials inside the embedder's clients; a client that wraps a stub shows none. */
  private Optional<CredentialsProvider> credentialsOfClients() {
    return Stream.of(
            context.given(ClusterManagerClient.class).map(ClusterManagerClient::getSettings),
            context.given(ProjectsClient.class).map(ProjectsClient::getSettings),
            context.given(IAMClient.class).map(IAMClient::getSettings),
            context.given(ServiceUsageClient.class).map(ServiceUsageClient::getSettings))
        .flatMap(Optional::stream)
        .map(client -> ((ClientSettings<?>) client).getCredentialsProvider())
        .findFirst();
  }

  private GoogleCredentials applicationCredentials() throws IOException {
    GoogleCredentials application = GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
    Optional<String> impersonated = settings.text(GkeSettings.RUN_AS);
    return impersonated.isPresent()
        ? ImpersonatedCredentials.create(
            application, impersonated.get(), List.of(), SCOPES, IMPERSONATION_SECONDS)
        : application;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /**
   * Whether all endpoints are on this machine: then no metadata service is asked for credentials.
   */
  private boolean allEndpointsLocal() {
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

  /** The endpoint of Resource Manager, for methods that its client library lacks. */
  URI resourceManager() {
    return EndpointSettings.of(settings, "cloudresourcemanager")
        .orElse(URI.create("https://cloudresourcemanager.googleapis.com"));
  }

  /** The endpoint of the Organization Policy API; a custom Resource Manager serves it as well. */
  URI organizationPolicies() {
    return EndpointSettings.of(settings, "cloudresourcemanager")
        .orElse(URI.create("https://orgpolicy.googleapis.com"));
  }

  /** The project that pays for the caller's requests, if the credentials name one. */
  Optional<String> quotaProject() {
    try {
      return credentials.get().getCredentials() instanceof QuotaProjectIdProvider paying
          ? Optional.ofNullable(paying.getQuotaProjectId())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether tokens are available: an embedder's client that wraps a stub hides its credentials. */
  boolean hasTokens() {
    return context.given(ProjectsClient.class).isEmpty()
        || context.given(CredentialsProvider.class).isPresent()
        || credentialsOfClients().isPresent();
  }

  /**
   * A token of these credentials for the cluster's API server, refreshed before it expires; a
   * placeholder if all endpoints are on this machine.
   */
  Secret token() {
    try {
      Credentials current = credentials.get().getCredentials();
      if (current == null) {
        return Secret.of("local");
      }
      return current.getRequestMetadata().getOrDefault("Authorization", List.of()).stream()
          .findFirst()
          .map(header -> Secret.of(header.replaceFirst("^Bearer ", "")))
          .orElseThrow(() -> new IOException("the credentials provide no token"));
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

  /** The embedder's client, or a new one, which is shut down without waiting. */
  private <T extends BackgroundResource> Lazy<T> client(Class<T> type, ClientFactory<T> factory) {
    return Lazy.givenOr(
        context.given(type), () -> create(factory), BackgroundResource::shutdownNow);
  }

  private static <T> T create(ClientFactory<T> factory) {
    try {
      return factory.create();
    } catch (IOException e) {
      throw OnboardingException.of(Category.CALLER, "a client cannot be created: " + e.getMessage())
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
