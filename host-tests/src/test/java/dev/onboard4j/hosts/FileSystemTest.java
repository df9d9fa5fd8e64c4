package dev.onboard4j.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.run.OnboardingEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file system without POSIX attributes, with the names and separators of Windows. */
final class FileSystemTest {
  private static final String BLUEPRINT = "/dev/onboard4j/castai/current.json";

  @Test
  void blueprintJournalAndSecretsNeedNoFileModes() throws IOException {
    try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows());
        Clouds clouds = new Clouds()) {
      Path folder = windows.getPath("C:\\Users\\me");
      Files.createDirectories(folder);
      List<String> notes = new ArrayList<>();
      Onboarding onboarding = onboarding(clouds, folder, notes);
      ApplicablePlan planned =
          onboarding.plan(onboarding.cluster(clouds.gke(Caller.MAIN).cluster()));
      assertThat(noted(notes)).hasSize(1);
      planned.apply();
      assertThat(noted(notes)).hasSize(2);
      assertThat(files(folder.resolve("secrets"))).hasSize(2);
      assertThat(Files.readAllLines(folder.resolve("journal.jsonl")))
          .last()
          .asString()
          .contains("apply-ended");
    }
  }

  private static Onboarding onboarding(Clouds clouds, Path folder, List<String> notes)
      throws IOException {
    Path blueprint = folder.resolve("blueprint.json");
    try (InputStream shipped = FileSystemTest.class.getResourceAsStream(BLUEPRINT)) {
      Files.copy(shipped, blueprint);
    }
    return Onboarding.forProvider("gke")
        .set(clouds.gke(Caller.MAIN).settings())
        .set("gke.access", "key")
        .blueprint(blueprint)
        .journal(folder.resolve("journal.jsonl"))
        .secretsDirectory(folder.resolve("secrets"))
        .on(OnboardingEvent.Note.class, note -> notes.add(note.words()));
  }

  private static List<String> noted(List<String> notes) {
    return notes.stream().filter(words -> words.contains("without file modes")).toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
