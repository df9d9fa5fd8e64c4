package dev.onboard4j.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A value that never shows itself: not in toString, JSON, plans, journals, events or exceptions.
 *
 * <p>{@link #close()} wipes it; using it afterwards throws {@link IllegalStateException}.
 * Thread-safe.
 *
 * <pre>{@code
 * try (Secret key = Secret.of(chars)) {
 *   key.use(value -> send(value));
 * }
 * }</pre>
 */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;
  private boolean wiped;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies the characters; the caller may wipe his own afterwards. */
  public static Secret of(char[] value) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(value));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    encoded.clear();
    for (int i = 0; i < encoded.capacity(); i++) {
      encoded.put(i, (byte) 0);
    }
    return new Secret(bytes);
  }

  /** For a value that some library only hands out as a String. */
  public static Secret of(String value) {
    return new Secret(value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Hands the value to a function and returns that function's answer.
   *
   * @throws IllegalStateException if the secret was closed
   */
  public synchronized <T> T use(Function<String, T> consumer) {
    if (wiped) {
      throw new IllegalStateException("this secret was wiped; read it again from where it came");
    }
    return consumer.apply(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void close() {
    Arrays.fill(bytes, (byte) 0);
    wiped = true;
  }

  /** Compares in constant time; a wiped secret equals only itself. */
  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Secret secret && sameAs(secret.copy()));
  }

  private synchronized boolean sameAs(byte[] others) {
    return !wiped && others.length > 0 && MessageDigest.isEqual(bytes, others);
  }

  private synchronized byte[] copy() {
    return wiped ? new byte[0] : bytes.clone();
  }

  /** The same for every secret, so that it tells nothing. */
  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
