package dev.onboard4j.aks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Secret;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the API server of the cluster is reached.
 *
 * <p>The address and the authority come from the kubeconfig of a cluster user, which Azure makes. A
 * cluster with Entra gets a token of the caller's own credential; the kubeconfig of a cluster
 * without it holds a token.
 */
record KubernetesEndpoint(
    Azure azure, AksClients clients, SessionContext context, AksNames names, AksFacts facts) {

  /**
   * The access; empty if there is no cluster, or no token for it.
   *
   * @throws OnboardingException of category PERMISSION if the caller may not read it
   */
  Optional<KubernetesAccess> access() {
    if (!facts.denied().isEmpty()) {
      throw OnboardingException.of(
              Category.PERMISSION, "the address of the API server cannot be read")
          .missing(facts.denied())
          .build();
    }
    return facts.cluster().flatMap(this::access);
  }

  private Optional<KubernetesAccess> access(Tree cluster) {
    Tree reply = azure.read(context.requests(), new ArmRequests(names).listClusterUserCredential());
    String config =
        reply.objects("kubeconfigs").stream()
            .map(one -> decoded(one.text("value")))
            .findFirst()
            .orElse("");
    Optional<URI> server = value(config, "server").map(URI::create);
    return server.flatMap(
        address ->
            token(cluster, config)
                .map(
                    token ->
                        new KubernetesAccess(
                            address,
                            value(config, "certificate-authority-data")
                                .map(KubernetesEndpoint::decoded)
                                .orElse(""),
                            token,
                            aliases(cluster))));
  }

  private Optional<Supplier<Secret>> token(Tree cluster, String config) {
    if (cluster.has("properties", "aadProfile")) {
      return Optional.of(clients::kubernetesToken);
    }
    return value(config, "token").map(token -> () -> Secret.of(token));
  }

  private static Set<URI> aliases(Tree cluster) {
    Set<URI> all = new TreeSet<>();
    for (String name : new String[] {"fqdn", "privateFQDN"}) {
      cluster
          .optional("properties", name)
          .map(host -> URI.create("https://" + host + ":443"))
          .ifPresent(all::add);
    }
    return all;
  }

  /** The first value of a key in a kubeconfig, which Azure writes with one cluster and user. */
  private static Optional<String> value(String config, String key) {
    Matcher matcher =
        Pattern.compile("(?m)^[\\s-]*" + Pattern.quote(key) + ": *\"?([^\"\\s]+)\"?\\s*$")
            .matcher(config);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String decoded(String base64) {
    return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
