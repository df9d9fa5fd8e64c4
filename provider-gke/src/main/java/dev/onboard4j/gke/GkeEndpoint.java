package dev.onboard4j.gke;

import com.google.container.v1.Cluster;
import com.google.container.v1.ControlPlaneEndpointsConfig;
import com.google.container.v1.ControlPlaneEndpointsConfig.DNSEndpointConfig;
import com.google.container.v1.ControlPlaneEndpointsConfig.IPEndpointsConfig;
import dev.onboard4j.model.Secret;
import dev.onboard4j.spi.KubernetesAccess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How the API server of a cluster is reached.
 *
 * <p>Source: Kubernetes Engine API reference, ControlPlaneEndpointsConfig. The certificate of the
 * DNS endpoint is signed by a public authority, those of the IP endpoints by the cluster's own.
 *
 * @param server its address
 * @param authority the certificate authority in PEM; the empty string for a public one
 * @param aliases all addresses that Google reports for the API server
 */
record GkeEndpoint(URI server, String authority, Set<URI> aliases) {
  /** Chooses the address that can be reached from anywhere; empty while Google reports none. */
  static Optional<GkeEndpoint> of(Cluster cluster) {
    DNSEndpointConfig dns = cluster.getControlPlaneEndpointsConfig().getDnsEndpointConfig();
    String address = cluster.getEndpoint();
    boolean byName =
        !dns.getEndpoint().isEmpty()
            && dns.getAllowExternalTraffic()
            && (address.isEmpty() || isPrivate(cluster));
    if (byName) {
      // Private addresses repeat: without the cluster's own authority they prove nothing.
      return Optional.of(new GkeEndpoint(uri(dns.getEndpoint()), "", Set.of()));
    }
    return address.isEmpty()
        ? Optional.empty()
        : Optional.of(new GkeEndpoint(uri(address), authority(cluster), aliases(cluster)));
  }

  private static Set<URI> aliases(Cluster cluster) {
    ControlPlaneEndpointsConfig config = cluster.getControlPlaneEndpointsConfig();
    Set<URI> all = new TreeSet<>();
    Stream.of(
            cluster.getEndpoint(),
            config.getDnsEndpointConfig().getEndpoint(),
            config.getIpEndpointsConfig().getPublicEndpoint(),
            config.getIpEndpointsConfig().getPrivateEndpoint())
        .filter(address -> !address.isEmpty())
        .map(GkeEndpoint::uri)
        .forEach(all::add);
    return all;
  }

  /** Google reports addresses without a scheme (API reference, Cluster.endpoint). */
  private static URI uri(String address) {
    return URI.create(address.contains("://") ? address : "https://" + address);
  }

  private static String authority(Cluster cluster) {
    String data = cluster.getMasterAuth().getClusterCaCertificate();
    return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
  }

  /** Whether the IP endpoint cannot be reached from outside of the cluster's network. */
  static boolean isPrivate(Cluster cluster) {
    ControlPlaneEndpointsConfig config = cluster.getControlPlaneEndpointsConfig();
    IPEndpointsConfig ip = config.getIpEndpointsConfig();
    return config.hasIpEndpointsConfig()
        && (!ip.getEnablePublicEndpoint() || (ip.hasEnabled() && !ip.getEnabled()));
  }

  KubernetesAccess access(Supplier<Secret> token) {
    return new KubernetesAccess(server, authority, token, aliases);
  }
}
