package dev.onboard4j.gke;

import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Asks Google which permissions the caller holds, each on its own resource where Google answers for
 * it.
 *
 * <p>Google answers for projects and for existing service accounts. A permission that the caller
 * lacks on the project may be granted on another resource, by a binding there or by a condition on
 * its name: then only the request itself tells.
 */
final class HeldPermissions {
  private static final String SET_POLICY = "resourcemanager.projects.setIamPolicy";

  private final GkeClients clients;
  private final GkeNames names;
  private final ProjectApis apis;
  private final Map<String, Set<String>> held = new ConcurrentHashMap<>();

  HeldPermissions(GkeClients clients, GkeNames names, ProjectApis apis) {
    this.clients = clients;
    this.names = names;
    this.apis = apis;
  }

  /** The requests that fill the answers. */
  List<Supplier<Boolean>> reads(List<RequiredPermission> required, RequestContext requests) {
    TreeMap<String, SortedSet<String>> byResource = new TreeMap<>();
    SortedSet<String> onProject =
        byResource.computeIfAbsent(names.projectName(), x -> new TreeSet<>());
    for (RequiredPermission permission : required) {
      if (isAnotherProject(permission.resource())) {
        byResource
            .computeIfAbsent(permission.resource(), x -> new TreeSet<>())
            .add(permission.permission());
        continue;
      }
      onProject.add(permission.permission());
      if (permission.resource().equals(names.accountName())) {
        byResource
            .computeIfAbsent(names.accountName(), x -> new TreeSet<>())
            .add(permission.permission());
      }
    }
    List<Supplier<Boolean>> reads = new ArrayList<>();
    byResource.forEach(
        (resource, permissions) -> reads.add(() -> ask(requests, resource, permissions)));
    return reads;
  }

  /** The project that pays for the requests may be another one. */
  private boolean isAnotherProject(String resource) {
    return resource.matches("projects/[^/]+") && !resource.equals(names.projectName());
  }

  private boolean ask(RequestContext requests, String resource, Set<String> permissions) {
    boolean ofAccount = resource.equals(names.accountName());
    GcpRequests api = new GcpRequests(names);
    return ask(
        requests,
        ofAccount ? api.testAccountPermissions() : api.testIamPermissions(),
        resource,
        permissions,
        request ->
            ofAccount
                ? clients.iam().getStub().testIamPermissionsCallable().call(request)
                : clients.projects().testIamPermissions(request));
  }

  /** Sends a request. */
  @FunctionalInterface
  private interface Send {
    TestIamPermissionsResponse send(TestIamPermissionsRequest request);
  }

  private boolean ask(
      RequestContext requests,
      ApiRequest asked,
      String resource,
      Set<String> permissions,
      Send send) {
    TestIamPermissionsRequest request =
        TestIamPermissionsRequest.newBuilder()
            .setResource(resource)
            .addAllPermissions(permissions)
            .build();
    try {
      apis.find(requests, asked, () -> send.send(request).getPermissionsList())
          .ifPresent(found -> held.put(resource, new TreeSet<>(found)));
    } catch (OnboardingException e) {
      // The check is optional: a plan does not depend on it.
      return false;
    }
    return true;
  }

  /** The answer about one permission. */
  PermissionCheck answer(RequiredPermission permission) {
    String exact = permission.resource();
    if (isAnotherProject(exact) || held.containsKey(exact)) {
      return answer(permission, exact, true);
    }
    return answer(permission, names.projectName(), exact.equals(names.projectName()));
  }

  private PermissionCheck answer(RequiredPermission permission, String resource, boolean exact) {
    String method = "testIamPermissions on " + resource;
    Set<String> found = held.get(resource);
    if (found == null) {
      return PermissionCheck.unknown(permission, method + " gave no answer");
    }
    if (found.contains(permission.permission())) {
      return PermissionCheck.allowed(permission, method + warning(permission));
    }
    return exact
        ? PermissionCheck.denied(permission, method)
        : PermissionCheck.unknown(
            permission,
            "not held on "
                + resource
                + "; a grant on "
                + permission.resource()
                + " itself, or under a condition, would be enough");
  }

  private static String warning(RequiredPermission permission) {
    return permission.permission().equals(SET_POLICY)
        ? "; it can grant any role in the project to any principal"
        : "";
  }
}
