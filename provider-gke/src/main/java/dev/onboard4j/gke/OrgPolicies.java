package dev.onboard4j.gke;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.spi.RequestContext;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the organization policies in effect in a project.
 *
 * <p>Source: Resource Manager API v1, projects.getEffectiveOrgPolicy, for legacy constraints;
 * Organization Policy API v2, projects.policies.getEffectivePolicy, for managed ones, which v1 does
 * not know. Both over HTTP: the client library of Resource Manager has only v3, which lacks the
 * method. The read is optional: without an answer, the first refused write reports the policy.
 */
final class OrgPolicies {
  private static final String MANAGED = "constraints/iam.managed.";
  static final String NO_KEYS = "constraints/iam.disableServiceAccountKeyCreation";
  static final String NO_ACCOUNTS = "constraints/iam.disableServiceAccountCreation";
  static final String MEMBERS = "constraints/iam.allowedPolicyMemberDomains";

  static final String MANAGED_NO_KEYS = MANAGED + "disableServiceAccountKeyCreation";
  static final String MANAGED_NO_ACCOUNTS = MANAGED + "disableServiceAccountCreation";
  static final String MANAGED_MEMBERS = MANAGED + "allowedPolicyMembers";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final GkeClients clients;
  private final ApiRequest request;
  private final String project;

  OrgPolicies(GkeClients clients, GkeNames names) {
    this.clients = clients;
    request = new GcpRequests(names).getEffectiveOrgPolicy();
    project = "projects/" + names.project();
  }

  /**
   * One constraint in effect.
   *
   * @param enforced whether a boolean constraint is enforced
   * @param allowed the only values that a list constraint allows; none if it allows all
   */
  record Effective(boolean enforced, List<String> allowed) {
    /** Reads the answer about a managed constraint: the allowed members are its parameters. */
    static Effective ofManaged(JsonObject policy) {
      boolean enforced = false;
      List<String> allowed = new ArrayList<>();
      JsonElement rules = object(policy, "spec").get("rules");
      for (JsonElement rule : rules == null ? new JsonArray() : rules.getAsJsonArray()) {
        JsonObject one = rule.getAsJsonObject();
        enforced |= one.has("enforce") && one.get("enforce").getAsBoolean();
        JsonObject parameters = object(one, "parameters");
        for (String key : parameters.keySet()) {
          parameters.getAsJsonArray(key).forEach(value -> allowed.add(value.getAsString()));
        }
      }
      return new Effective(enforced && allowed.isEmpty(), List.copyOf(allowed));
    }

    static Effective of(JsonObject policy) {
      JsonObject flag = object(policy, "booleanPolicy");
      List<String> allowed = new ArrayList<>();
      JsonElement values = object(policy, "listPolicy").get("allowedValues");
      if (values != null && values.isJsonArray()) {
        values.getAsJsonArray().forEach(value -> allowed.add(value.getAsString()));
      }
      boolean enforced = flag.has("enforced") && flag.get("enforced").getAsBoolean();
      return new Effective(enforced, List.copyOf(allowed));
    }

    private static JsonObject object(JsonObject tree, String key) {
      return tree.has(key) && tree.get(key).isJsonObject()
          ? tree.getAsJsonObject(key)
          : new JsonObject();
    }
  }

  /** Reads a constraint; empty if the caller cannot read it. */
  Optional<Effective> effective(String constraint, RequestContext requests) {
    try {
      return requests.read(request, () -> send(constraint));
    } catch (OnboardingException e) {
      return Optional.empty();
    }
  }

  private Optional<Effective> send(String constraint) {
    try {
      HttpRequest asked = clients.token().use(token -> request(constraint, token));
      HttpResponse<String> response = Http.JVM.client().send(asked, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        return Optional.empty();
      }
      JsonObject policy = JsonParser.parseString(response.body()).getAsJsonObject();
      return Optional.of(
          constraint.startsWith(MANAGED) ? Effective.ofManaged(policy) : Effective.of(policy));
    } catch (IOException | JsonParseException | IllegalStateException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private HttpRequest request(String constraint, String token) {
    HttpRequest.Builder request =
        constraint.startsWith(MANAGED) ? managed(constraint) : legacy(constraint);
    clients.quotaProject().ifPresent(billed -> request.header("x-goog-user-project", billed));
    return request.header("Authorization", "Bearer " + token).timeout(TIMEOUT).build();
  }

  private HttpRequest.Builder managed(String constraint) {
    String policy = constraint.replaceFirst("^constraints/", "");
    return HttpRequest.newBuilder(
        clients
            .organizationPolicies()
            .resolve("/v2/" + project + "/policies/" + policy + ":getEffectivePolicy"));
  }

  private HttpRequest.Builder legacy(String constraint) {
    JsonObject body = new JsonObject();
    body.addProperty("constraint", constraint);
    return HttpRequest.newBuilder(
            clients.resourceManager().resolve("/v1/" + project + ":getEffectiveOrgPolicy"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString()));
  }

  /**
   * One client for all sessions, until it is collected.
   *
   * <p>The threads of a client end only when it is collected. A strong reference in a static field
   * prevents that for ever: in JDK 17 the threads refer to the class loader of the field.
   */
  private static final class Http {
    static final Http JVM = new Http();

    private WeakReference<HttpClient> last = new WeakReference<>(null);

    synchronized HttpClient client() {
      HttpClient client = last.get();
      if (client == null) {
        client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        last = new WeakReference<>(client);
      }
      return client;
    }
  }
}
