package dev.onboard4j.gke;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.spi.RequestContext;
import java.io.IOException;
import java.net.URI;
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
 * What the organization forbids in a project, as far as it tells the caller.
 *
 * <p>Resource Manager API v1, projects.getEffectiveOrgPolicy, over HTTP: the client library has v3
 * alone, which is without it. Asking is a courtesy: without an answer the first refused write
 * tells.
 */
final class OrgPolicies {
  static final String NO_KEYS = "constraints/iam.disableServiceAccountKeyCreation";
  static final String NO_ACCOUNTS = "constraints/iam.disableServiceAccountCreation";
  static final String MEMBERS = "constraints/iam.allowedPolicyMemberDomains";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final GkeClients clients;
  private final ApiRequest request;
  private final URI method;

  OrgPolicies(GkeClients clients, GkeNames names) {
    this.clients = clients;
    request = new GcpRequests(names).getEffectiveOrgPolicy();
    method =
        clients
            .resourceManager()
            .resolve("/v1/projects/" + names.project() + ":getEffectiveOrgPolicy");
  }

  /**
   * One constraint in effect.
   *
   * @param enforced whether it forbids what it is about
   * @param allowed the only values it allows; none when it limits none
   */
  record Effective(boolean enforced, List<String> allowed) {
    static Effective of(JsonObject policy) {
      JsonObject bool = object(policy, "booleanPolicy");
      List<String> allowed = new ArrayList<>();
      JsonElement values = object(policy, "listPolicy").get("allowedValues");
      if (values != null && values.isJsonArray()) {
        values.getAsJsonArray().forEach(value -> allowed.add(value.getAsString()));
      }
      boolean enforced = bool.has("enforced") && bool.get("enforced").getAsBoolean();
      return new Effective(enforced, List.copyOf(allowed));
    }

    private static JsonObject object(JsonObject tree, String key) {
      return tree.has(key) && tree.get(key).isJsonObject()
          ? tree.getAsJsonObject(key)
          : new JsonObject();
    }
  }

  /** The constraint in effect; nothing when the organization does not tell. */
  Optional<Effective> effective(String constraint, RequestContext requests) {
    try {
      return requests.read(request, () -> asked(constraint));
    } catch (OnboardingException e) {
      return Optional.empty();
    }
  }

  private Optional<Effective> asked(String constraint) {
    JsonObject body = new JsonObject();
    body.addProperty("constraint", constraint);
    try {
      HttpRequest question =
          clients
              .token()
              .use(
                  token ->
                      HttpRequest.newBuilder(method)
                          .header("Authorization", "Bearer " + token)
                          .header("Content-Type", "application/json")
                          .timeout(PATIENCE)
                          .POST(BodyPublishers.ofString(body.toString()))
                          .build());
      HttpResponse<String> response = Http.CLIENT.send(question, BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.of(Effective.of(JsonParser.parseString(response.body()).getAsJsonObject()))
          : Optional.empty();
    } catch (IOException | JsonParseException | IllegalStateException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** One for all, made when it is first used: each has threads of its own that only the GC ends. */
  private static final class Http {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private Http() {}
  }
}
