package dev.onboard4j.engine;

import dev.onboard4j.json.Json;
import dev.onboard4j.json.JsonReader;
import dev.onboard4j.json.OrderedTree;
import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.TextRule;
import dev.onboard4j.spi.BlueprintSource;
import dev.onboard4j.spi.support.BlueprintSection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Loads a blueprint from a jar or a file. */
final class Blueprints {
  private static final String NONE = "none";

  private final Catalog catalog;

  Blueprints(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The blueprint of the file or id; without both, the default of the only blueprint source. */
  Blueprint load(@Nullable String id, @Nullable Path file) {
    if (file != null) {
      return fromFile(file);
    }
    List<BlueprintSource> sources = catalog.blueprints();
    if (id == null) {
      return sources.isEmpty() ? empty() : shipped(sources, theDefault(sources));
    }
    return NONE.equals(id) ? empty() : shipped(sources, id);
  }

  private static String theDefault(List<BlueprintSource> sources) {
    if (sources.size() > 1) {
      TreeSet<String> ids = new TreeSet<>();
      sources.forEach(source -> ids.addAll(ids(source)));
      throw OnboardingException.of(Category.CALLER, "several jars contain blueprints: " + ids)
          .remedy("choose one of them")
          .build();
    }
    BlueprintSource only = sources.get(0);
    return Unforeseen.answer(only, "defaultId", only::defaultId);
  }

  /** For a provider that reads no section of a blueprint. */
  private static Blueprint empty() {
    return new Blueprint(NONE, new TreeMap<>(), new TreeMap<>(), null, Json.digest(Map.of()));
  }

  private static Blueprint shipped(List<BlueprintSource> sources, String id) {
    for (BlueprintSource source : sources) {
      if (ids(source).contains(id)) {
        return parse(Unforeseen.answer(source, "open", () -> text(source, id)), id);
      }
    }
    TreeSet<String> known = new TreeSet<>();
    sources.forEach(source -> known.addAll(ids(source)));
    throw bad("there is no blueprint '" + id + "'; known: " + known + ", or name a file");
  }

  private static List<String> ids(BlueprintSource source) {
    return Unforeseen.list(source, "ids", String.class, () -> List.copyOf(source.ids()));
  }

  private static String text(BlueprintSource source, String id) {
    try (InputStream stream = source.open(id)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw bad("blueprint " + id + " cannot be read: " + e.getClass().getName());
    }
  }

  private static Blueprint fromFile(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw bad("blueprint file " + file + " cannot be read: " + e);
    }
  }

  private static Blueprint parse(String text, String where) {
    Map<String, Object> tree;
    try {
      tree = Json.object(text);
    } catch (IllegalArgumentException e) {
      throw bad("blueprint " + where + " is no JSON object: " + e.getMessage());
    }
    return BlueprintSection.read("blueprint", tree, top -> blueprint(top, Json.digest(tree)));
  }

  private static Blueprint blueprint(BlueprintSection top, String digest) {
    top.remarks("$schema", "about");
    TextRule clusterId =
        top.optional("registration", part -> part.optional("clusterId", Blueprints::rule))
            .flatMap(rule -> rule)
            .orElse(null);
    return new Blueprint(
        top.text("id"), sections(top, "clouds"), sections(top, "contributors"), clusterId, digest);
  }

  private static TextRule rule(BlueprintSection part) {
    String pattern = part.text("pattern");
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      part.refuse("'" + pattern + "' is no regular expression: " + e.getDescription());
    }
    return new TextRule(pattern, part.text("description"));
  }

  /** The sections as trees that nobody can change; each contributor reads its own section. */
  private static SortedMap<String, Map<String, Object>> sections(BlueprintSection top, String key) {
    SortedMap<String, Map<String, Object>> sections = new TreeMap<>();
    top.optional(key, part -> part)
        .ifPresent(
            part -> part.keys().forEach(name -> sections.put(name, frozen(part.tree(name)))));
    return sections;
  }

  private static Map<String, Object> frozen(Map<String, Object> tree) {
    return JsonReader.object(OrderedTree.of(tree));
  }

  private static OnboardingException bad(String message) {
    return OnboardingException.badInput(List.of(new Problem("blueprint", message)));
  }
}
