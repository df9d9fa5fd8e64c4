package dev.onboard4j.samples.folder;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Marks;
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

/** Reads and writes one object of the folder cloud: a file of properties with an assigned id. */
record FileHandler(Path file, String principal, Marks marks) implements ResourceHandler {
  private static final String ID = "id";

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return observed(requests.read(request("Read"), this::load));
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return request("Read").permissions();
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return request("Write").permissions();
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    return observed(
        requests.write(
            request("Write"), () -> change.removes() ? delete() : store(change.target())));
  }

  /** The file of a grant gives the permission that its field {@code may} names. */
  @Override
  public List<Grant> access(Resource resource, State state) {
    if (state.field("may") == null) {
      return List.of();
    }
    JustifiedPermission permission =
        new JustifiedPermission(
            String.valueOf(state.json("may")), "finds what could be saved", "sample");
    return List.of(new Grant(principal, permission, String.valueOf(file.getParent()), ""));
  }

  private ApiRequest request(String operation) {
    return ApiRequest.of(
        "folder", operation, new RequiredPermission("folder:" + operation, file.toString()));
  }

  private Observed observed(Map<String, String> found) {
    if (found.isEmpty()) {
      return Observed.absent();
    }
    Map<String, String> fields = new TreeMap<>(found);
    String id = String.valueOf(fields.remove(ID));
    State.Builder state = State.builder();
    fields.forEach(state::known);
    return Observed.of(
            state.build(), marks.owner(fields.get("mark." + SessionContext.CLUSTER_MARK)))
        .withOutputs(Map.of(name() + "-id", id));
  }

  /** {@code account} of {@code account.properties}. */
  private String name() {
    return file.getFileName().toString().replace(".properties", "");
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

  private Map<String, String> store(State target) {
    Map<String, String> stored = new TreeMap<>(load());
    stored.putIfAbsent(ID, UUID.randomUUID().toString());
    target.fields().keySet().forEach(key -> stored.put(key, String.valueOf(target.json(key))));
    save(stored);
    return stored;
  }

  private void save(Map<String, String> properties) {
    String text =
        properties.entrySet().stream()
            .map(entry -> entry.getKey().replace(":", "\\:") + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining());
    try {
      Files.createDirectories(file.getParent());
      Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failure("folder:Write", e);
    }
  }

  private Map<String, String> delete() {
    try {
      Files.deleteIfExists(file);
      return Map.of();
    } catch (IOException e) {
      throw failure("folder:Write", e);
    }
  }

  /** Without missing permissions: the engine takes those of the denied request. */
  private OnboardingException failure(String request, IOException e) {
    boolean denied = e instanceof AccessDeniedException;
    return OnboardingException.of(
            denied ? Category.PERMISSION : Category.UNKNOWN_OUTCOME, request + ": " + e)
        .remedy(denied ? "let the caller use " + file : "look at the disk and run again")
        .cause(e)
        .build();
  }
}
