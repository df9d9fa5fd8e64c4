package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects created over gRPC, read over HTTP and JSON as gcloud reads them. */
final class RestTest {
  private GoogleWorld world;

  @BeforeEach
  void onboard() {
    world = GoogleWorld.start();
    world.onboarding().plan(world.cluster()).apply();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create(world.google().endpoint() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String read(String path) throws IOException, InterruptedException {
    HttpResponse<String> reply = send("GET", path, "");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return reply.body();
  }

  @Test
  void accountsRolesServicesAndClustersAreReadable() throws Exception {
    assertThat(read("/v1/projects/my-project/serviceAccounts?pageSize=100&alt=json"))
        .contains("\"email\": \"castai-gke-f6c433ac@my-project.iam.gserviceaccount.com\"");
    assertThat(
            read(
                "/v1/projects/-/serviceAccounts/castai-gke-f6c433ac@my-project.iam.gserviceaccount.com"))
        .contains("\"displayName\": \"Service account to manage prod GKE cluster via CAST\"");
    assertThat(read("/v1/projects/my-project/roles/castai.gkeAccess"))
        .contains("\"includedPermissions\"");
    assertThat(read("/v1/projects/my-project/services?filter=state%3AENABLED"))
        .contains("iam.googleapis.com");
    assertThat(read("/v1/projects/my-project/locations/europe-west4/clusters/prod"))
        .contains("\"currentNodeVersion\"");
  }

  @Test
  void bothVersionsOfResourceManagerShowThePolicy() throws Exception {
    for (String version : new String[] {"v1", "v3"}) {
      HttpResponse<String> policy =
          send(
              "POST",
              "/" + version + "/projects/my-project:getIamPolicy",
              "{\"options\":{\"requestedPolicyVersion\":3}}");
      assertThat(policy.body())
          .contains("\"version\": 3", "office", "roles/iam.serviceAccountUser");
    }
  }

  @Test
  void aPolicyWrittenOverHttpIsReadOverGrpc() throws Exception {
    HttpResponse<String> stale =
        send(
            "POST",
            "/v1/projects/my-project:setIamPolicy",
            "{\"policy\":{\"etag\":\"c3RhbGU=\",\"bindings\":[]}}");
    assertThat(stale.statusCode()).isEqualTo(409);
    assertThat(stale.body()).contains("\"status\":\"ABORTED\"");
    HttpResponse<String> written =
        send(
            "POST",
            "/v1/projects/my-project:setIamPolicy",
            "{\"policy\":{\"version\":3,\"bindings\":["
                + "{\"role\":\"roles/owner\",\"members\":[\"user:new@example.com\"]}]}}");
    assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
    assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isTrue();
  }

  @Test
  void errorsHaveTheFormOfGoogle() throws Exception {
    HttpResponse<String> none = send("GET", "/v1/projects/my-project/roles/nothing", "");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.body())
        .startsWith("{\"error\":{\"code\":404,\"message\":\"The role named")
        .endsWith("\"status\":\"NOT_FOUND\"}}");
    HttpResponse<String> garbage =
        send("POST", "/v1/projects/my-project:getIamPolicy", "{nonsense");
    assertThat(garbage.statusCode()).isEqualTo(400);
  }
}
