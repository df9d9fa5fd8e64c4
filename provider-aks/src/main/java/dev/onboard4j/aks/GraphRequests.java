package dev.onboard4j.aks;

import com.azure.core.http.HttpMethod;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The requests to Microsoft Graph, each with the least permission that it requires, and the one to
 * the token endpoint.
 *
 * <p>Source: the reference of Microsoft Graph v1.0, section "Permissions" of the method.
 */
final class GraphRequests {
  static final String READ = "Application.Read.All";
  static final String WRITE = "Application.ReadWrite.OwnedBy";
  static final String MICROSOFT_GRAPH = "Microsoft Graph";
  private static final String APPLICATIONS = "/v1.0/applications";
  private static final String PRINCIPALS = "/v1.0/servicePrincipals";
  private static final String DELETED = "/v1.0/directory/deletedItems/";

  private GraphRequests() {}

  /** The applications of exactly this name, or with this tag. */
  static AzureRequest findApplications(String filter) {
    return read("application-list", APPLICATIONS + filter(filter));
  }

  static AzureRequest getApplication(String id) {
    return read("application-get", APPLICATIONS + "/" + id);
  }

  static AzureRequest listOwners(String id) {
    return read("application-list-owners", APPLICATIONS + "/" + id + "/owners");
  }

  /** Creates the application of a unique name, or updates an existing one. */
  static AzureRequest upsertApplication(String uniqueName) {
    return write(
            "application-upsert",
            HttpMethod.PATCH,
            APPLICATIONS + "(uniqueName=" + quoted(uniqueName) + ")")
        .preferring("create-if-missing");
  }

  static AzureRequest updateApplication(String id) {
    return write("application-update", HttpMethod.PATCH, APPLICATIONS + "/" + id);
  }

  static AzureRequest deleteApplication(String id) {
    return write("application-delete", HttpMethod.DELETE, APPLICATIONS + "/" + id);
  }

  static AzureRequest findDeletedApplications(String name) {
    return read(
        "directory-deleteditems-list",
        DELETED + "microsoft.graph.application" + filter("displayName eq " + quoted(name)));
  }

  static AzureRequest findDeletedPrincipals(String appId) {
    return read(
        "directory-deleteditems-list",
        DELETED + "microsoft.graph.servicePrincipal" + filter("appId eq " + quoted(appId)));
  }

  static AzureRequest restore(String id) {
    return write("directory-deleteditems-restore", HttpMethod.POST, DELETED + id + "/restore");
  }

  static AzureRequest findPrincipals(String appId) {
    return read("serviceprincipal-list", PRINCIPALS + filter("appId eq " + quoted(appId)));
  }

  static AzureRequest getPrincipal(String id) {
    return read("serviceprincipal-get", PRINCIPALS + "/" + id);
  }

  static AzureRequest createPrincipal() {
    return write("serviceprincipal-post-serviceprincipals", HttpMethod.POST, PRINCIPALS);
  }

  static AzureRequest updatePrincipal(String id) {
    return write("serviceprincipal-update", HttpMethod.PATCH, PRINCIPALS + "/" + id);
  }

  static AzureRequest deletePrincipal(String id) {
    return write("serviceprincipal-delete", HttpMethod.DELETE, PRINCIPALS + "/" + id);
  }

  static AzureRequest listCredentials(String app) {
    return read(
        "application-list-federatedidentitycredentials",
        APPLICATIONS + "/" + app + "/federatedIdentityCredentials");
  }

  static AzureRequest createCredential(String app) {
    return write(
        "application-post-federatedidentitycredentials",
        HttpMethod.POST,
        APPLICATIONS + "/" + app + "/federatedIdentityCredentials");
  }

  static AzureRequest updateCredential(String app, String id) {
    return write(
        "federatedidentitycredential-update",
        HttpMethod.PATCH,
        APPLICATIONS + "/" + app + "/federatedIdentityCredentials/" + id);
  }

  static AzureRequest deleteCredential(String app, String id) {
    return write(
        "federatedidentitycredential-delete",
        HttpMethod.DELETE,
        APPLICATIONS + "/" + app + "/federatedIdentityCredentials/" + id);
  }

  static AzureRequest addPassword(String app) {
    return write(
        "application-addpassword", HttpMethod.POST, APPLICATIONS + "/" + app + "/addPassword");
  }

  static AzureRequest removePassword(String app) {
    return write(
        "application-removepassword",
        HttpMethod.POST,
        APPLICATIONS + "/" + app + "/removePassword");
  }

  /** Asks for a token with a new secret, to see that it is valid; requires no permission. */
  static AzureRequest token(String tenant, String clientId, String secret, String audience) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("client_id", clientId);
    form.put("client_secret", secret);
    form.put("grant_type", "client_credentials");
    form.put("scope", audience + "/.default");
    return AzureRequest.of(
            ApiRequest.of(AzureRequest.LOGIN, "token"),
            HttpMethod.POST,
            "/" + tenant + "/oauth2/v2.0/token")
        .sending(form);
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String filter(String filter) {
    return "?$filter=" + AksClients.encoded(filter);
  }

  private static AzureRequest read(String operation, String path) {
    return AzureRequest.of(api(operation, READ), HttpMethod.GET, path);
  }

  private static AzureRequest write(String operation, HttpMethod method, String path) {
    return AzureRequest.of(api(operation, WRITE), method, path);
  }

  private static ApiRequest api(String operation, String permission) {
    return ApiRequest.of(
        AzureRequest.GRAPH, operation, new RequiredPermission(permission, MICROSOFT_GRAPH));
  }
}
