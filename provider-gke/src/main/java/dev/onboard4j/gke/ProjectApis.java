package dev.onboard4j.gke;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.api.serviceusage.v1.BatchGetServicesRequest;
import com.google.api.serviceusage.v1.BatchGetServicesResponse;
import com.google.api.serviceusage.v1.Service;
import com.google.api.serviceusage.v1.State;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.spi.RequestContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The APIs of a project, and what it means when one of them refuses a request as disabled.
 *
 * <p>A refused read says nothing about the object. The object counts as absent only in the plan
 * that enables the API: Google refuses for the project of the cluster, Service Usage confirms that
 * the API is off, and the blueprint enables it. Everything else is an error, in a removal and in a
 * drift always.
 */
final class ProjectApis {
  private final GkeClients clients;
  private final GcpRequests api;
  private final GkeNames names;
  private final boolean enabling;
  private final List<String> services;

  /**
   * The APIs of one project.
   *
   * @param services the APIs that an apply enables
   */
  ProjectApis(GkeClients clients, GkeNames names, Operation operation, List<String> services) {
    this.clients = clients;
    this.names = names;
    this.services = List.copyOf(services);
    api = new GcpRequests(names);
    enabling = operation == Operation.APPLY;
  }

  /**
   * What Service Usage says.
   *
   * @param projects the names of the project: with its id, and with its number
   */
  private record Listing(Set<String> projects, Set<String> enabled) {
    /** Whether a refusal may pass: the API is on, or the refusal is about another project. */
    boolean passing(ApiException e) {
      return !projects.contains(GcpErrors.about(e, "consumer")) || enabled.contains(service(e));
    }
  }

  /** A reply, or the refusal of a disabled API, or neither when the object is absent. */
  private record Reply<T>(Optional<T> found, @Nullable ApiException disabled) {}

  /** The APIs that an apply enables. */
  List<String> services() {
    return services;
  }

  /** Those of the APIs that are enabled, as Service Usage says. */
  Set<String> enabled(RequestContext requests) {
    return listing(requests).enabled();
  }

  /**
   * Reads an object that may be absent.
   *
   * @throws OnboardingException if the API is disabled and this plan does not enable it
   */
  <T> Optional<T> find(RequestContext requests, ApiRequest request, Supplier<T> send) {
    Reply<T> reply = reply(requests, request, send);
    ApiException disabled = reply.disabled();
    if (disabled != null && !(enabling && services.contains(service(disabled)))) {
      throw disabled(request, disabled);
    }
    return reply.found();
  }

  /**
   * Reads an object that can only exist while its API is enabled, such as a cluster.
   *
   * @throws OnboardingException if the API is disabled
   */
  <T> Optional<T> findEnabled(RequestContext requests, ApiRequest request, Supplier<T> send) {
    Reply<T> reply = reply(requests, request, send);
    ApiException disabled = reply.disabled();
    if (disabled != null) {
      throw disabled(request, disabled);
    }
    return reply.found();
  }

  /** Sends a request, in an apply again while the refusal may pass. */
  private <T> Reply<T> reply(RequestContext requests, ApiRequest request, Supplier<T> send) {
    Reply<T> reply = Gcp.read(requests, request, () -> reply(send, e -> false));
    ApiException disabled = reply.disabled();
    if (disabled == null || !enabling) {
      return reply;
    }
    Listing listing = listing(requests);
    return listing.passing(disabled)
        ? Gcp.read(requests, request, () -> reply(send, listing::passing))
        : reply;
  }

  /** Sends a request, and answers whether the API is ready: it does not refuse as disabled. */
  boolean answers(RequestContext requests, ApiRequest request, Supplier<?> send) {
    return Gcp.read(
        requests,
        request,
        () -> {
          try {
            Object unused = send.get();
            return true;
          } catch (ApiException e) {
            return !GcpErrors.disabled(e);
          }
        });
  }

  private static <T> Reply<T> reply(Supplier<T> send, Predicate<ApiException> passing) {
    try {
      return new Reply<>(Optional.of(send.get()), null);
    } catch (ApiException e) {
      if (GcpErrors.disabled(e) && !passing.test(e)) {
        return new Reply<>(Optional.empty(), e);
      }
      if (GcpErrors.code(e) == StatusCode.Code.NOT_FOUND) {
        return new Reply<>(Optional.empty(), null);
      }
      throw e;
    }
  }

  private static String service(ApiException e) {
    return GcpErrors.about(e, "service");
  }

  private static OnboardingException disabled(ApiRequest request, ApiException e) {
    return OnboardingException.of(
            Category.CONFLICT, request + " cannot be read: " + GcpErrors.text(e))
        .remedy(
            "enable "
                + service(e)
                + " in "
                + GcpErrors.about(e, "consumer")
                + ", wait a few minutes and plan again")
        .cause(e)
        .build();
  }

  private Listing listing(RequestContext requests) {
    return requests.cached("services of " + names.project(), () -> listed(requests));
  }

  private Listing listed(RequestContext requests) {
    String project = names.projectName();
    BatchGetServicesRequest request =
        BatchGetServicesRequest.newBuilder()
            .setParent(project)
            .addAllNames(services.stream().map(one -> project + "/services/" + one).toList())
            .build();
    BatchGetServicesResponse response =
        Gcp.read(
            requests, api.batchGetServices(), () -> clients.services().batchGetServices(request));
    Set<String> projects = new TreeSet<>(Set.of(project));
    Set<String> enabled = new TreeSet<>();
    for (Service service : response.getServicesList()) {
      projects.add(service.getParent());
      if (service.getState() == State.ENABLED) {
        enabled.add(service.getName().replaceFirst(".*/services/", ""));
      }
    }
    return new Listing(projects, enabled);
  }
}
