package dev.onboard4j.model;

/**
 * Names one problem of the caller's input.
 *
 * @param path the place: a setting's key, a part of the cluster's URI, a path in a file
 * @param message what is wrong, and what to do
 */
public record Problem(String path, String message) {
  @Override
  public String toString() {
    return path + ": " + message;
  }
}
