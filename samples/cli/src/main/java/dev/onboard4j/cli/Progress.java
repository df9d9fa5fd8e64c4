package dev.onboard4j.cli;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.Outcome;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Prints progress: one line that changes on a terminal, plain lines elsewhere. */
final class Progress implements Consumer<OnboardingEvent> {
  private static final String CLEAR_LINE = "\r\u001b[2K";
  private static final int WIDTH = 100;

  private final Streams streams;
  private final boolean live;
  private final boolean verbose;
  private final TreeMap<ResourceId, Action> running = new TreeMap<>();
  private final Set<String> notes = new HashSet<>();
  private final TreeMap<String, Integer> writes = new TreeMap<>();
  private int reads;
  private int total;
  private int ended;

  Progress(Streams streams, Options options) {
    this.streams = streams;
    live = streams.terminal() && options.colored(streams);
    verbose = options.verbose;
  }

  @Override
  public void accept(OnboardingEvent event) {
    if (event instanceof OnboardingEvent.ReadSent) {
      reads++;
    } else if (event instanceof OnboardingEvent.WriteSent write) {
      writes.merge(write.request().toString(), 1, Integer::sum);
    }
    tell(event);
  }

  private void tell(OnboardingEvent event) {
    if (event instanceof OnboardingEvent.PhaseStarted phase) {
      started(phase);
    } else if (event instanceof OnboardingEvent.StepStarted step) {
      running.put(step.id(), step.action());
      redraw();
    } else if (event instanceof OnboardingEvent.StepEnded step) {
      ended(step);
    } else if (!tellWords(event) && verbose) {
      requests(event);
    }
  }

  private void started(OnboardingEvent.PhaseStarted phase) {
    total = phase.total();
    ended = 0;
    if (phase.origin().phase() == OnboardingEvent.Phase.FACTS && live) {
      status("reading ...");
    }
  }

  private void ended(OnboardingEvent.StepEnded step) {
    running.remove(step.id());
    ended++;
    line(words(step));
    redraw();
  }

  /** Prints an event that takes one line; answers whether it is such an event. */
  private boolean tellWords(OnboardingEvent event) {
    if (event instanceof OnboardingEvent.Waiting waiting) {
      line("waiting " + waiting.pause().toMillis() + " ms: " + waiting.effect());
    } else if (event instanceof OnboardingEvent.Retrying retrying) {
      line(
          "waiting "
              + retrying.pause().toMillis()
              + " ms: "
              + retrying.request()
              + ": "
              + retrying.reason());
    } else if (event instanceof OnboardingEvent.Note note) {
      if (notes.add(note.words())) {
        line("note: " + note.words());
      }
    } else if (event instanceof OnboardingEvent.ApplyEnded) {
      line(counts());
    } else {
      return false;
    }
    return true;
  }

  /** The requests of this command, including those of its plan. */
  private String counts() {
    int written = writes.values().stream().mapToInt(count -> count).sum();
    String each =
        writes.entrySet().stream()
            .map(one -> one.getValue() + " " + one.getKey())
            .collect(Collectors.joining(", "));
    return reads + " requests read, " + written + " wrote" + (written == 0 ? "" : ": " + each);
  }

  private void requests(OnboardingEvent event) {
    if (event instanceof OnboardingEvent.ReadSent read) {
      line("read  " + read.request() + " for " + read.resource());
    } else if (event instanceof OnboardingEvent.WriteSent write) {
      line("write " + write.request() + " for " + write.resource());
    }
  }

  private String words(OnboardingEvent.StepEnded step) {
    String what = "[" + ended + "/" + total + "] " + past(step.action()) + " " + step.id();
    if (step.outcome() instanceof Outcome.Failed failed) {
      return what + ": failed, " + failed.error().getMessage();
    }
    if (step.outcome() instanceof Outcome.Unknown unknown) {
      return what + ": unknown, " + unknown.error().getMessage();
    }
    return step.outcome() instanceof Outcome.Skipped skipped
        ? what + ": skipped because of " + skipped.causes()
        : what;
  }

  private static String past(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  /** Prints a line that stays, above the one that changes. */
  private void line(String text) {
    clear();
    streams.err().println(text);
  }

  private void redraw() {
    if (live && !running.isEmpty()) {
      String now =
          running.entrySet().stream()
              .map(one -> past(one.getValue()) + " " + one.getKey())
              .collect(Collectors.joining(", "));
      status("[" + ended + "/" + total + "] " + now);
    }
  }

  private void status(String text) {
    String fitting = text.length() > WIDTH ? text.substring(0, WIDTH - 3) + "..." : text;
    streams.err().print(CLEAR_LINE + fitting);
    streams.err().flush();
  }

  /** Removes the line that changes. */
  void clear() {
    if (live) {
      streams.err().print(CLEAR_LINE);
      streams.err().flush();
    }
  }
}
