package dev.onboard4j.testkit.azure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The kubeconfig files of a cluster: with a static token, or for kubelogin where users come from
 * Entra ID (Azure/kubelogin, exec-plugin.md; the server's and the client's ids are the same in all
 * clouds).
 */
final class AksKubeconfig {
  private static final String FILE =
      """
      apiVersion: v1
      clusters:
      - cluster:
          server: %1$s
        name: %2$s
      contexts:
      - context:
          cluster: %2$s
          user: %3$s
        name: %2$s
      current-context: %2$s
      kind: Config
      preferences: {}
      users:
      - name: %3$s
        user:
      %4$s""";
  private static final String TOKEN = "    token: %s\n";
  private static final String EXEC =
      """
          exec:
            apiVersion: client.authentication.k8s.io/v1beta1
            args:
            - get-token
            - --environment
            - AzurePublicCloud
            - --server-id
            - 6dae42f8-4368-4678-94ff-3960e28e3630
            - --client-id
            - 80faf920-1908-4b52-b5ef-a8e7bedfc67a
            - --tenant-id
            - %s
            - --login
            - devicecode
            command: kubelogin
            env: null
            provideClusterInfo: false
      """;
  private static final String PROVIDER =
      """
          auth-provider:
            config:
              apiserver-id: 6dae42f8-4368-4678-94ff-3960e28e3630
              client-id: 80faf920-1908-4b52-b5ef-a8e7bedfc67a
              config-mode: "1"
              environment: AzurePublicCloud
              tenant-id: %s
            name: azure
      """;

  private AksKubeconfig() {}

  static String administrator(AksClusterSpec spec) {
    return file(spec, "clusterAdmin", TOKEN.formatted("token-of-admin"));
  }

  /** Without Entra ID, the user's file is the administrator's under another name. */
  static String user(AksClusterSpec spec, String format) {
    if (!AksDescription.entra(spec)) {
      return file(spec, "clusterUser", TOKEN.formatted("token-of-admin"));
    }
    String user = format.equals("azure") ? PROVIDER : EXEC;
    return file(spec, "clusterUser", user.formatted(EmbeddedAzure.TENANT));
  }

  private static String file(AksClusterSpec spec, String prefix, String credential) {
    String user = prefix + "_" + spec.group() + "_" + spec.name();
    String text = FILE.formatted(spec.apiServer(), spec.name(), user, credential);
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
