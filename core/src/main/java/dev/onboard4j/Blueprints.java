package dev.onboard4j;

import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.BlueprintSource;
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
import org.jspecify.annotations.Nullable;

/** Loads what is asked for, from a jar or a file. */
final class Blueprints {
  private static final String NONE = "none";

  private final Catalog catalog;

  Blueprints(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The blueprint of that file or id; of neither, the default of the only jar that ships any. */
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
      sources.forEach(source -> ids.addAll(source.ids()));
      throw OnboardingException.of(Category.CALLER, "several jars ship blueprints: " + ids)
          .remedy("choose one of them")
          .build();
    }
    return sources.get(0).defaultId();
  }

  /** A provider may need none: then it must not ask for its section. */
  private static Blueprint empty() {
    return new Blueprint(NONE, new TreeMap<>(), new TreeMap<>(), Json.digest(Map.of()));
  }

  private static Blueprint shipped(List<BlueprintSource> sources, String id) {
    for (BlueprintSource source : sources) {
      if (source.ids().contains(id)) {
        try (InputStream stream = source.open(id)) {
          return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), id);
        } catch (IOException e) {
          throw bad("blueprint " + id + " cannot be read: " + e.getMessage());
        }
      }
    }
    TreeSet<String> known = new TreeSet<>();
    sources.forEach(source -> known.addAll(source.ids()));
    throw bad("there is no blueprint '" + id + "'; known: " + known + ", or name a file");
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
    if (!(tree.get("id") instanceof String id) || id.isBlank()) {
      throw bad("blueprint " + where + " has no 'id': give it a name with a version");
    }
    return new Blueprint(
        id,
        sections(tree, "clouds", where),
        sections(tree, "contributors", where),
        Json.digest(tree));
  }

  @SuppressWarnings("unchecked") // a JSON object has string keys
  private static SortedMap<String, Map<String, Object>> sections(
      Map<String, Object> tree, String name, String where) {
    TreeMap<String, Map<String, Object>> sections = new TreeMap<>();
    if (tree.get(name) instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (!(value instanceof Map)) {
              throw bad("blueprint " + where + ": " + name + "." + key + " must be an object");
            }
            sections.put((String) key, (Map<String, Object>) value);
          });
    }
    return sections;
  }

  private static OnboardingException bad(String message) {
    return OnboardingException.badInput(List.of(new Problem("blueprint", message)));
  }
}
