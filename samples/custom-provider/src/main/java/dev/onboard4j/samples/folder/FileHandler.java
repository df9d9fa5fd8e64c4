package dev.onboard4j.samples.folder;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.SessionContext;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** One object of the folder cloud: a file of properties, whose id the cloud assigns. */
record FileHandler(Path file, Map<String, String> marks) implements ResourceHandler {
  private static final String ID = "id";

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return observed(requests.read("folder:Read", this::load));
  }

  @Override
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
    String permission = after.equals(before.state()) ? "folder:Read" : "folder:Write";
    return List.of(new RequiredPermission(permission, file.toString()));
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    return observed(
        requests.write("folder:Write", () -> after.isEmpty() ? delete() : store(after)));
  }

  private Observed observed(Map<String, String> found) {
    if (found.isEmpty()) {
      return Observed.absent();
    }
    Map<String, String> fields = new TreeMap<>(found);
    String id = String.valueOf(fields.remove(ID));
    State.Builder state = State.builder();
    fields.forEach(state::known);
    return Observed.of(state.build(), owner(fields)).withOutputs(Map.of(name() + "-id", id));
  }

  /** {@code account} of {@code account.properties}. */
  private String name() {
    return file.getFileName().toString().replace(".properties", "");
  }

  private Owner owner(Map<String, String> fields) {
    String mark = fields.get("mark." + SessionContext.CLUSTER_MARK);
    if (mark == null) {
      return Owner.UNMARKED;
    }
    return mark.equals(marks.get(SessionContext.CLUSTER_MARK)) ? Owner.OURS : Owner.OTHER;
  }

  private Map<String, String> load() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file)));
    } catch (NoSuchFileException absent) {
      return Map.of();
    } catch (IOException e) {
      throw failure("folder:Read", e);
    }
    Map<String, String> found = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> found.put(key, properties.getProperty(key)));
    return found;
  }

  private Map<String, String> store(State after) {
    Map<String, String> found = new TreeMap<>(load());
    found.putIfAbsent(ID, UUID.randomUUID().toString());
    after.fields().keySet().forEach(key -> found.put(key, String.valueOf(after.json(key))));
    String text =
        found.entrySet().stream()
            .map(entry -> entry.getKey().replace(":", "\\:") + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining());
    try {
      Files.createDirectories(file.getParent());
      Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failure("folder:Write", e);
    }
    return found;
  }

  private Map<String, String> delete() {
    try {
      Files.deleteIfExists(file);
      return Map.of();
    } catch (IOException e) {
      throw failure("folder:Write", e);
    }
  }

  private OnboardingException failure(String permission, IOException e) {
    boolean denied = e instanceof AccessDeniedException;
    return OnboardingException.of(
            denied ? Category.PERMISSION : Category.UNKNOWN_OUTCOME, permission + ": " + e)
        .missing(denied ? List.of(new RequiredPermission(permission, file.toString())) : List.of())
        .remedy(denied ? "let the caller use " + file : "look at the disk and run again")
        .cause(e)
        .build();
  }
}
