package dev.onboard4j.cli;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints an error, as text or as the document {@code onboard4j/error/v1}. */
final class Errors {
  private final Streams streams;
  private final boolean json;

  Errors(Streams streams, boolean json) {
    this.streams = streams;
    this.json = json;
  }

  int report(Exception e) {
    OnboardingException known =
        e instanceof OnboardingException onboarding
            ? onboarding
            : OnboardingException.of(Category.PROVIDER_BUG, "failed in an unforeseen way: " + e)
                .remedy("report it, with the command and this message")
                .cause(e)
                .build();
    if (json) {
      streams.out().println(Json.pretty(document(known)));
    } else {
      text(known);
    }
    return Exit.of(known);
  }

  private void text(OnboardingException e) {
    streams.err().println("error: " + e.getMessage());
    if (e.problems().size() > 1 || e.category() != Category.CALLER) {
      e.problems().forEach(problem -> streams.err().println("  - " + problem));
    }
    e.missing().stream()
        .map(need -> "  - lacks " + need.permission() + " on " + need.resource())
        .distinct()
        .forEach(streams.err()::println);
    if (!e.remedy().isEmpty()) {
      streams.err().println("what to do: " + e.remedy());
    }
  }

  private static Map<String, @Nullable Object> document(OnboardingException e) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("schema", "onboard4j/error/v1");
    tree.put("category", e.category().name());
    tree.put("message", e.getMessage());
    tree.put("resource", e.resource().map(Object::toString).orElse(null));
    tree.put("remedy", e.remedy());
    tree.put("problems", e.problems().stream().map(Errors::document).toList());
    tree.put(
        "missing",
        e.missing().stream()
            .map(permission -> permission.permission() + " on " + permission.resource())
            .toList());
    return tree;
  }

  private static Map<String, String> document(Problem problem) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("path", problem.path());
    tree.put("message", problem.message());
    return tree;
  }
}
