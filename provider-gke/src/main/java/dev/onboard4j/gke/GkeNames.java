package dev.onboard4j.gke;

import dev.onboard4j.model.ResourceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The names of all objects, computed from the cluster and the settings without a request. */
record GkeNames(String project, String accountId, String email, String roleId) {
  private static final int HASH_LENGTH = 8;

  /**
   * The first eight hexadecimal digits of the SHA-1 of a cluster's name.
   *
   * <p>The platform computes the same hash. It covers neither project nor location: clusters of the
   * same name in one project share the name of the service account.
   */
  static String hash(String cluster) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(cluster.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  static GkeNames of(String project, String accountId, String roleId) {
    // The accounts of example.com:my-project are in the domain my-project.example.com.
    int colon = project.indexOf(':');
    String domain =
        colon < 0 ? project : project.substring(colon + 1) + "." + project.substring(0, colon);
    return new GkeNames(
        project, accountId, accountId + "@" + domain + ".iam.gserviceaccount.com", roleId);
  }

  /** The same names with another custom role. */
  GkeNames withRole(String id) {
    return new GkeNames(project, accountId, email, id);
  }

  String projectName() {
    return "projects/" + project;
  }

  /** The resource name of the account in the API. */
  String accountName() {
    return projectName() + "/serviceAccounts/" + email;
  }

  String member() {
    return "serviceAccount:" + email;
  }

  String roleName() {
    return projectName() + "/roles/" + roleId;
  }

  ResourceId servicesId() {
    return ResourceId.of("enabled-services", project);
  }

  ResourceId accountResource() {
    return ResourceId.of("service-account", email);
  }

  ResourceId roleResource() {
    return ResourceId.of("custom-role", roleId);
  }

  ResourceId projectPolicyId() {
    return ResourceId.of("project-iam-policy", project);
  }

  ResourceId accountPolicyId() {
    return ResourceId.of("service-account-iam-policy", email);
  }

  ResourceId keyId() {
    return ResourceId.of("service-account-key", email);
  }
}
