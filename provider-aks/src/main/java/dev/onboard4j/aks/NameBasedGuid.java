package dev.onboard4j.aks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Computes the GUIDs of objects from what they mean: version 5 of RFC 9562. */
final class NameBasedGuid {
  // A random GUID; a change of it would lose all objects that onboarding created.
  private static final UUID NAMESPACE = UUID.fromString("5b0c7c7e-93d4-4f0e-8a61-2f8d9f1b6c35");
  private static final long VERSION_MASK = 0xFFFFFFFFFFFF0FFFL;
  private static final long VERSION = 0x5000L;
  private static final long VARIANT_MASK = 0x3FFFFFFFFFFFFFFFL;
  private static final long VARIANT = 0x8000000000000000L;

  private NameBasedGuid() {}

  /** The GUID of an object with these words of meaning. */
  static String of(String... meaning) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      sha.update(
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(NAMESPACE.getMostSignificantBits())
              .putLong(NAMESPACE.getLeastSignificantBits())
              .array());
      sha.update(String.join("\n", meaning).getBytes(StandardCharsets.UTF_8));
      ByteBuffer digest = ByteBuffer.wrap(sha.digest());
      long high = (digest.getLong() & VERSION_MASK) | VERSION;
      long low = (digest.getLong() & VARIANT_MASK) | VARIANT;
      return new UUID(high, low).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
