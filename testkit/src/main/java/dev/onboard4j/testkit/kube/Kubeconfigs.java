package dev.onboard4j.testkit.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Writes kubeconfig files with one context, whose user has a token. */
final class Kubeconfigs {
  private static final String TEXT =
      """
      apiVersion: v1
      kind: Config
      current-context: %1$s
      clusters:
        - name: local
          cluster:
            server: %2$s%3$s
      users:
        - name: user
          user:
            token: %4$s
      contexts:
        - name: %1$s
          context:
            cluster: local
            user: user
      """;

  private Kubeconfigs() {}

  /** Writes the file for a server over plain HTTP. */
  static void write(Path file, String context, String server, String token) {
    store(file, TEXT.formatted(context, server, "", token));
  }

  /** Writes the file for a server over HTTPS, with the PEM of its certificate authority. */
  static void write(Path file, String context, String server, String token, String authority) {
    String encoded = Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8));
    String line = "\n      certificate-authority-data: " + encoded;
    store(file, TEXT.formatted(context, server, line, token));
  }

  private static void store(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
