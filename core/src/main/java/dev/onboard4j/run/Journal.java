package dev.onboard4j.run;

import dev.onboard4j.json.Json;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.run.OnboardingEvent.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
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

  /** Appends to the file, and creates it if it does not exist. */
  public Journal(Path file) {
    this.file = file;
  }

  @Override
  public void accept(OnboardingEvent event) {
    if (event instanceof OnboardingEvent.ReadSent || event instanceof OnboardingEvent.Progressed) {
      return;
    }
    ByteBuffer line = StandardCharsets.UTF_8.encode(line(event) + "\n");
    // Opened for each line, so that no line is lost when the process dies; and written at once, so
    // that two runs with one file do not write into each other's lines.
    try (SeekableByteChannel end =
        Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (line.hasRemaining()) {
        end.write(line);
      }
    } catch (IOException e) {
      throw OnboardingException.of(
              Category.CALLER, "the journal " + file + " cannot be written: " + e)
          .remedy("choose a writable file")
          .cause(e)
          .build();
    }
  }

  /** The event as a JSON object on one line, of any type: for logs, streams and other journals. */
  public static String line(OnboardingEvent event) {
    return Json.line(tree(event));
  }

  private static Map<String, @Nullable Object> tree(OnboardingEvent event) {
    Origin origin = event.origin();
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("at", origin.time().toString());
    line.put("run", origin.run());
    line.put("cluster", origin.cluster().toString());
    line.put("operation", origin.operation().word());
    line.put("phase", origin.phase().name().toLowerCase(Locale.ROOT));
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
      line.put("total", phase.total());
    } else if (event instanceof OnboardingEvent.Progressed progress) {
      line.put("done", progress.done());
      line.put("total", progress.total());
    } else if (event instanceof OnboardingEvent.Note note) {
      line.put("words", note.words());
    } else if (event instanceof OnboardingEvent.PlanEnded ended) {
      line.put("fingerprint", ended.plan().fingerprint());
    } else if (event instanceof OnboardingEvent.PlanFailed failed) {
      line.put("error", OutcomeJson.error(failed.error()));
    } else if (event instanceof OnboardingEvent.ApplyStarted started) {
      line.put("fingerprint", started.fingerprint());
    } else if (event instanceof OnboardingEvent.ApplyEnded ended) {
      line.put("fingerprint", ended.result().fingerprint());
      line.put("succeeded", ended.result().succeeded());
    } else if (event instanceof OnboardingEvent.ApplyRefused refused) {
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
    } else if (event instanceof OnboardingEvent.ReadSent read) {
      line.put("id", read.resource() == null ? null : read.resource().toString());
      line.put("request", read.request().toString());
    } else if (event instanceof OnboardingEvent.WriteSent write) {
      line.put("id", String.valueOf(write.resource()));
      line.put("request", write.request().toString());
    } else if (event instanceof OnboardingEvent.Retrying retrying) {
      line.put("id", String.valueOf(retrying.resource()));
      line.put("request", retrying.request().toString());
      line.put("reason", retrying.reason());
      line.put("pause", retrying.pause().toString());
    } else if (event instanceof OnboardingEvent.Waiting waiting) {
      line.put("id", String.valueOf(waiting.resource()));
      line.put("effect", waiting.effect());
      line.put("pause", waiting.pause().toString());
    } else if (event instanceof OnboardingEvent.StepEnded step) {
      line.putAll(OutcomeJson.outcome(step.id(), step.action(), step.outcome()));
    }
  }
}
