package dev.onboard4j.architecture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long a file and a method may be. */
final class LimitsTest {
  private static final int LINES_OF_A_FILE = 350;
  private static final int LINES_OF_A_METHOD = 40;

  /** Longer ones, as {@code File.method}: they are to be split. This list only shrinks. */
  private static final List<String> LONG_METHODS = List.of();

  /** The length that nine methods of ten do not exceed. */
  private static final int NINE_OF_TEN = 14;

  @Test
  void noFileIsLongerThan350Lines() throws IOException {
    List<String> longer = new ArrayList<>();
    for (Path file : allSources()) {
      int lines = Files.readAllLines(file).size();
      if (lines > LINES_OF_A_FILE) {
        longer.add(MavenModule.ROOT.relativize(file) + ":1, " + lines + " lines");
      }
    }
    assertThat(longer).isEmpty();
  }

  @Test
  void noMethodIsLongerThan40Lines() {
    List<Declaration> longer = longerThan(LINES_OF_A_METHOD);
    Offenders.check(
        "methods longer than %d lines:%n%s".formatted(LINES_OF_A_METHOD, lines(longer)),
        longer.stream().map(Declaration::id).toList(),
        LONG_METHODS);
  }

  @Test
  void nineMethodsOfTenKeepTheirLimit() {
    List<Integer> sorted = methods().map(Declaration::length).sorted().toList();
    int ninth = sorted.get((int) Math.ceil(0.9 * sorted.size()) - 1);
    assertThat(ninth)
        .as(
            "nine of ten of %d methods have to keep this length; split some of these:%n%s",
            sorted.size(), lines(longerThan(NINE_OF_TEN)))
        .isLessThanOrEqualTo(NINE_OF_TEN);
  }

  private static List<Declaration> longerThan(int lines) {
    return methods()
        .filter(method -> method.length() > lines)
        .sorted(Comparator.comparingInt(Declaration::length).reversed())
        .toList();
  }

  private static String lines(List<Declaration> methods) {
    return methods.stream().map(Declaration::toString).collect(joining("\n"));
  }

  private static Stream<Declaration> methods() {
    return mainSources().stream().flatMap(file -> Declaration.of(file).stream());
  }

  private static List<Path> allSources() {
    return MavenModule.all().stream()
        .flatMap(module -> Stream.of(module.mainSources(), module.testSources()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Path> mainSources() {
    return MavenModule.all().stream().flatMap(module -> module.mainSources().stream()).toList();
  }
}
