package dev.onboard4j.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Holds a value that never appears in toString, JSON, plans, journals, events or exceptions.
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

  /** Copies the characters; the caller may wipe the array afterwards. */
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

  /** Copies a value that a library returns as a String. */
  public static Secret of(String value) {
    return new Secret(value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Passes the value to a function and returns the function's result.
   *
   * @throws IllegalStateException if the secret was closed
   */
  public synchronized <T> T use(Function<String, T> consumer) {
    if (wiped) {
      throw new IllegalStateException("this secret was wiped; read it again from its source");
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

  /** Returns the same number for every secret, so that it discloses nothing. */
  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
