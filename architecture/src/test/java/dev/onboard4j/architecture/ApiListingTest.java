package dev.onboard4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a module offers changes only together with its listing, so that a review sees it. With
 * {@code ONBOARD4J_GOLDEN=write} the listings are written anew, to be read again.
 */
final class ApiListingTest {
  private static final Path FOLDER = MavenModule.ROOT.resolve("docs/api");

  static List<MavenModule> published() {
    return MavenModule.published();
  }

  @ParameterizedTest
  @MethodSource("published")
  void whatAModuleOffersIsListed(MavenModule module) throws IOException {
    Path file = FOLDER.resolve(listing(module));
    String api = ApiListing.of(module);
    if ("write".equals(System.getenv("ONBOARD4J_GOLDEN"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, api);
    }
    assertThat(file).exists();
    assertThat(api).isEqualTo(Files.readString(file));
  }

  @Test
  void everyListingIsThatOfAModule() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .isSubsetOf(published().stream().map(ApiListingTest::listing).toList());
    }
  }

  private static String listing(MavenModule module) {
    return module.name().replace('/', '-') + ".txt";
  }
}
