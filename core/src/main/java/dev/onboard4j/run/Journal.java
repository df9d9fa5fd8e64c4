package dev.onboard4j.run;

import dev.onboard4j.json.Json;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Appends one JSON line per event to a file; a write has a line before it and one after it. */
public final class Journal implements Consumer<OnboardingEvent> {
  private final Path file;
  private final Time time;

  /** Appends to the file; {@code time} supplies the time of each line. */
  public Journal(Path file, Time time) {
    this.file = file;
    this.time = time;
  }

  @Override
  public void accept(OnboardingEvent event) {
    append(null, event);
  }

  /** Appends an event of a run on that cluster. */
  public void append(@Nullable URI cluster, OnboardingEvent event) {
    if (event instanceof OnboardingEvent.ReadSent) {
      return;
    }
    String line = Json.line(line(cluster, event)) + "\n";
    try {
      // Opened for each line, so that no line is lost when the process dies.
      Files.writeString(
          file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw OnboardingException.of(
              Category.CALLER, "the journal " + file + " cannot be written: " + e)
          .remedy("choose a writable file")
          .cause(e)
          .build();
    }
  }

  private Map<String, @Nullable Object> line(@Nullable URI cluster, OnboardingEvent event) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("at", time.now().toString());
    line.put("cluster", cluster == null ? null : cluster.toString());
    line.put("event", words(event.getClass().getSimpleName()));
    describe(event, line);
    return line;
  }

  /** StepStarted becomes step-started. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static void describe(OnboardingEvent event, Map<String, @Nullable Object> line) {
    if (event instanceof OnboardingEvent.PhaseStarted phase) {
      line.put("phase", phase.phase().name().toLowerCase(Locale.ROOT));
      line.put("resources", phase.resources());
    } else if (event instanceof OnboardingEvent.Note note) {
      line.put("words", note.words());
    } else if (event instanceof OnboardingEvent.RunEnded ended) {
      line.put("fingerprint", ended.result().fingerprint());
      line.put("succeeded", ended.result().succeeded());
    } else if (event instanceof OnboardingEvent.RunRefused refused) {
      line.put("fingerprint", refused.fingerprint());
      line.put("error", OutcomeJson.error(refused.error()));
    } else {
      describeStep(event, line);
    }
  }

  private static void describeStep(OnboardingEvent event, Map<String, @Nullable Object> line) {
    if (event instanceof OnboardingEvent.StepStarted step) {
      line.put("id", step.id().toString());
      line.put("action", step.action().word());
    } else if (event instanceof OnboardingEvent.WriteSent write) {
      line.put("id", String.valueOf(write.resource()));
      line.put("request", write.request().toString());
    } else if (event instanceof OnboardingEvent.Waiting waiting) {
      line.put("id", String.valueOf(waiting.resource()));
      line.put("for", waiting.what());
      line.put("pause", waiting.pause().toString());
    } else if (event instanceof OnboardingEvent.StepEnded step) {
      line.putAll(OutcomeJson.outcome(step.id(), step.action(), step.outcome()));
    }
  }
}
