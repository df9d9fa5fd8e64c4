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
 * Reads objects through the APIs of a project and handles the refusals of disabled APIs.
 *
 * <p>A refused read says nothing about the object. The object counts as absent only if the refusal
 * concerns the project of the cluster, Service Usage reports the API as disabled, and the plan
 * enables it. Otherwise the refusal is an error; in a removal and in a drift it always is.
 */
final class ProjectApis {
  private final GkeClients clients;
  private final GcpRequests api;
  private final GkeNames names;
  private final boolean enabling;
  private final List<String> services;

  /**
   * Creates the view of one project.
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
   * The APIs as Service Usage reports them.
   *
   * @param projects the names of the project, by id and by number
   */
  private record Listing(Set<String> projects, Set<String> enabled) {
    /** Whether a refusal is temporary: the API is enabled, or another project is concerned. */
    boolean temporary(ApiException e) {
      return !projects.contains(GcpErrors.detail(e, "consumer")) || enabled.contains(service(e));
    }
  }

  /** A reply, the refusal of a disabled API, or neither if the object is absent. */
  private record Reply<T>(Optional<T> found, @Nullable ApiException disabled) {}

  /** The APIs that an apply enables. */
  List<String> services() {
    return services;
  }

  /** The enabled ones among these APIs. */
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

  /** Sends a request; an apply repeats it while the refusal is temporary. */
  private <T> Reply<T> reply(RequestContext requests, ApiRequest request, Supplier<T> send) {
    Reply<T> reply = Gcp.read(requests, request, () -> reply(send, e -> false));
    ApiException disabled = reply.disabled();
    if (disabled == null || !enabling) {
      return reply;
    }
    Listing listing = listing(requests);
    return listing.temporary(disabled)
        ? Gcp.read(requests, request, () -> reply(send, listing::temporary))
        : reply;
  }

  /** Sends a request; returns false if the API still refuses it as disabled. */
  boolean isReady(RequestContext requests, ApiRequest request, Supplier<?> send) {
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

  private static <T> Reply<T> reply(Supplier<T> send, Predicate<ApiException> temporary) {
    try {
      return new Reply<>(Optional.of(send.get()), null);
    } catch (ApiException e) {
      if (GcpErrors.disabled(e) && !temporary.test(e)) {
        return new Reply<>(Optional.empty(), e);
      }
      if (GcpErrors.code(e) == StatusCode.Code.NOT_FOUND) {
        return new Reply<>(Optional.empty(), null);
      }
      throw e;
    }
  }

  private static String service(ApiException e) {
    return GcpErrors.detail(e, "service");
  }

  private static OnboardingException disabled(ApiRequest request, ApiException e) {
    return OnboardingException.of(
            Category.CONFLICT, request + " cannot be read: " + GcpErrors.text(e))
        .remedy(
            "enable "
                + service(e)
                + " in "
                + GcpErrors.detail(e, "consumer")
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
            .addAllNames(
                services.stream().map(service -> project + "/services/" + service).toList())
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
