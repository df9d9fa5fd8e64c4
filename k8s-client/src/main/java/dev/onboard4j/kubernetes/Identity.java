package dev.onboard4j.kubernetes;

import dev.onboard4j.spi.KubernetesAccess;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What identifies an API server: its address and its certificate authority.
 *
 * @param server its address
 * @param authority the PEM of its certificate authority; the empty string when it is unknown
 * @param verified whether its certificate is verified
 * @param aliases other addresses of the same API server
 */
record Identity(String server, String authority, boolean verified, Set<URI> aliases) {
  Identity(String server, String authority, boolean verified) {
    this(server, authority, verified, Set.of());
  }

  static Identity of(KubernetesAccess access) {
    return new Identity(
        access.server().toString(), access.certificateAuthority(), true, access.aliases());
  }

  /** The differences between this API server and the one of the cloud, in words. */
  List<String> differences(Identity cloud) {
    List<String> differences = new ArrayList<>();
    if (!cloud.isAt(server)) {
      differences.add("it is at " + server + ", the cloud says " + cloud.server);
    }
    if (!authority.isBlank() && !cloud.authority.isBlank() && !sharesAuthority(cloud)) {
      differences.add("its certificate authority is not the one the cloud tells");
    }
    if (!verified) {
      differences.add("its certificate is not verified, so that its address proves nothing");
    }
    return differences;
  }

  private boolean isAt(String address) {
    return normal(address).equals(normal(server))
        || aliases.stream().anyMatch(alias -> normal(address).equals(normal(alias.toString())));
  }

  private boolean sharesAuthority(Identity cloud) {
    Set<Object> shared = new HashSet<>(certificates(authority));
    shared.retainAll(certificates(cloud.authority));
    return !shared.isEmpty();
  }

  /** Whether a text is the address of a server or a proxy. */
  static boolean isAddress(String text) {
    try {
      return URI.create(text.contains("://") ? text : "https://" + text).getHost() != null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /** Whether requests to that address can be read on the way: plain HTTP beyond loopback. */
  static boolean exposes(String server) {
    URI uri = URI.create(server);
    if (!"http".equalsIgnoreCase(uri.getScheme())) {
      return false;
    }
    String host = String.valueOf(uri.getHost());
    // Only literals are resolved, which takes no DNS.
    return !host.equalsIgnoreCase("localhost")
        && !(host.matches("[0-9.]+|\\[.*]") && loopback(host));
  }

  private static boolean loopback(String literal) {
    try {
      return InetAddress.getByName(literal).isLoopbackAddress();
    } catch (UnknownHostException malformed) {
      return false;
    }
  }

  /** The address in lower case, with its port and without a trailing slash. */
  private static String normal(String text) {
    URI uri = URI.create(text);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    int port = uri.getPort() > 0 ? uri.getPort() : scheme.equals("http") ? 80 : 443;
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("/+$", "");
    return scheme + "://" + host + ":" + port + path;
  }

  private static Collection<?> certificates(String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    } catch (CertificateException unreadable) {
      // Then the texts themselves have to be equal.
      return Set.of(pem.strip());
    }
  }
}
