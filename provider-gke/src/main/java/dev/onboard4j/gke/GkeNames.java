package dev.onboard4j.gke;

import dev.onboard4j.model.ResourceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What everything is called; identities are computed, never looked up. */
record GkeNames(String project, String accountId, String email, String roleId) {
  private static final int HASH_LENGTH = 8;

  /**
   * The first eight hexadecimal digits of the SHA-1 of a cluster's name.
   *
   * <p>The platform's own rule; the catalog of bindings has test vectors. It covers neither project
   * nor location: clusters of one name in one project meet in one service account.
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
    // example.com:my-project has its accounts at my-project.example.com.
    int colon = project.indexOf(':');
    String domain =
        colon < 0 ? project : project.substring(colon + 1) + "." + project.substring(0, colon);
    return new GkeNames(
        project, accountId, accountId + "@" + domain + ".iam.gserviceaccount.com", roleId);
  }

  String projectName() {
    return "projects/" + project;
  }

  /** How the API names the account. */
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
