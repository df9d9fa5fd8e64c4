package dev.onboard4j.hosts;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the program does for one cluster.
 *
 * @param caller the thread that calls the library
 * @param cluster the cluster
 * @param settings the settings of the run
 */
public record Order(Caller caller, URI cluster, Map<String, String> settings) {
  /** Reads an argument: the caller, the cluster, and settings, one per line. */
  static Order parse(String argument) {
    String[] lines = argument.split("\n", -1);
    Map<String, String> settings = new TreeMap<>();
    for (int line = 2; line < lines.length; line++) {
      String[] pair = lines[line].split("=", 2);
      settings.put(pair[0], pair[1]);
    }
    return new Order(Caller.valueOf(lines[0]), URI.create(lines[1]), settings);
  }

  /** This order as an argument. */
  public String argument() {
    return caller
        + "\n"
        + cluster
        + settings.entrySet().stream().map(one -> "\n" + one).collect(Collectors.joining());
  }
}
