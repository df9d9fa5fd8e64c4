package dev.onboard4j.micrometer;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Prometheus reads from a registry. */
record Scrape(String text, List<Sample> samples) {
  private static final Pattern LINE = Pattern.compile("([a-z0-9_]+)\\{(.*)} ([0-9.E-]+)");
  private static final Pattern TAG = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  /** One time series with its value. */
  record Sample(String name, SortedMap<String, String> tags, double value) {}

  static Scrape of(PrometheusMeterRegistry registry) {
    String text = registry.scrape();
    List<Sample> samples = new ArrayList<>();
    for (String line : text.lines().filter(one -> !one.startsWith("#")).toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalStateException(line);
      }
      samples.add(
          new Sample(
              matcher.group(1), tags(matcher.group(2)), Double.parseDouble(matcher.group(3))));
    }
    return new Scrape(text, samples);
  }

  private static SortedMap<String, String> tags(String text) {
    SortedMap<String, String> tags = new TreeMap<>();
    Matcher matcher = TAG.matcher(text);
    while (matcher.find()) {
      tags.put(matcher.group(1), matcher.group(2));
    }
    return tags;
  }

  /** The sum of all series of this name that have these tags. */
  double sum(String name, String... tags) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> has(sample.tags(), tags))
        .mapToDouble(Sample::value)
        .sum();
  }

  long count(String name, String... tags) {
    return (long) sum(name, tags);
  }

  private static boolean has(Map<String, String> all, String... wanted) {
    for (int i = 0; i < wanted.length; i += 2) {
      if (!wanted[i + 1].equals(all.get(wanted[i]))) {
        return false;
      }
    }
    return true;
  }

  /** The sums of the series of this name, by something of their tags. */
  Map<String, Long> counts(String name, Function<Map<String, String>, String> by) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .collect(
            Collectors.groupingBy(
                sample -> by.apply(sample.tags()),
                TreeMap::new,
                Collectors.summingLong(sample -> (long) sample.value())));
  }
}
