package dev.onboard4j.model;

/**
 * One thing that is wrong with what the caller gave.
 *
 * @param path where: a setting's key, a part of the cluster's URI, a path in a file
 * @param message what is wrong and what to do about it
 */
public record Problem(String path, String message) {
  @Override
  public String toString() {
    return path + ": " + message;
  }
}
