package dev.onboard4j.kubernetes;

import dev.onboard4j.spi.KubernetesAccess;
import java.io.ByteArrayInputStream;
import java.net.URI;
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
 * Which API server it is: its address and who signs for it. Names of contexts say nothing.
 *
 * @param server its address
 * @param authority the PEM of its authority; the empty string when it is not known here
 */
record Identity(String server, String authority) {
  static Identity of(KubernetesAccess access) {
    return new Identity(access.server().toString(), access.certificateAuthority());
  }

  /** What says that these two are not one, in words. */
  List<String> differences(Identity cloud) {
    List<String> differences = new ArrayList<>();
    if (!address(server).equals(address(cloud.server))) {
      differences.add("it is at " + server + ", the cloud says " + cloud.server);
    }
    if (!authority.isBlank() && !cloud.authority.isBlank()) {
      Set<Object> shared = new HashSet<>(certificates(authority));
      shared.retainAll(certificates(cloud.authority));
      if (shared.isEmpty()) {
        differences.add("its certificate authority is not the one the cloud tells");
      }
    }
    return differences;
  }

  /** Without what makes no difference: case, a default port, a trailing slash. */
  private static String address(String text) {
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
