package dev.onboard4j.samples.folder;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.ProviderContract;
import dev.onboard4j.testkit.contract.StateDifference;
import dev.onboard4j.testkit.contract.WorldEdit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The provider contract of the testkit, run on the sample. */
final class FolderContractTest extends ProviderContract {
  @TempDir private Path folder;

  @Override
  protected ContractWorld world() {
    try {
      return new FolderWorld(Files.createTempDirectory(folder, "world"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final ResourceId ACCOUNT = ResourceId.of("folder-account", "optimizer");
  private static final ResourceId GRANT = ResourceId.of("folder-grant", "read");

  private record FolderWorld(Path root) implements ContractWorld {
    @Override
    public Onboarding onboarding() {
      return Onboarding.forProvider("folder")
          .set("folder.root", root.toString())
          .set("platform.principal", "optimizer@example.com");
    }

    @Override
    public ClusterRef cluster() {
      return onboarding().cluster(URI.create("folder://home/here/prod"));
    }

    /** The files, without the ids that the cloud generates. */
    @Override
    public Object state() {
      Map<String, Object> state = new TreeMap<>();
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          state.put(
              root.relativize(file).toString(),
              Files.readAllLines(file).stream()
                  .filter(line -> !line.startsWith("id=") && !line.startsWith("account-id="))
                  .toList());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return state;
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.of(Capability.STATE_TREE, Capability.SETTINGS, Capability.FOREIGN_OBJECTS);
    }

    /** The same, with the fields of each file by name. */
    @Override
    public Object tree() {
      Map<String, Object> tree = new TreeMap<>();
      ((Map<?, ?>) state())
          .forEach((file, lines) -> tree.put(String.valueOf(file), fields((List<?>) lines)));
      return tree;
    }

    private static Map<String, Object> fields(List<?> lines) {
      Map<String, Object> fields = new TreeMap<>();
      for (Object line : lines) {
        String[] parts = String.valueOf(line).split("=", 2);
        fields.put(parts[0].replace("\\", ""), parts[1]);
      }
      return fields;
    }

    /** The path is the file and the field. */
    @Override
    public List<Place> places(StateDifference difference) {
      List<String> path = difference.path();
      return Stream.of(ACCOUNT, GRANT)
          .filter(id -> path.get(0).equals(file(id)))
          .map(id -> Place.of(id).in(Pattern.quote(path.get(1))))
          .toList();
    }

    private static String file(ResourceId id) {
      return "home/prod/" + (id.equals(ACCOUNT) ? "account" : "grant") + ".properties";
    }

    @Override
    public Map<String, UnaryOperator<Onboarding>> settings() {
      Map<String, UnaryOperator<Onboarding>> values = new LinkedHashMap<>();
      values.put("default", o -> o);
      values.put("principal", o -> o.set("platform.principal", "other@example.com"));
      return values;
    }

    @Override
    public List<WorldEdit> foreignObjects() {
      return List.of(
          new WorldEdit("no mark", ACCOUNT, () -> write(ACCOUNT, "principal=theirs\n")),
          new WorldEdit(
              "another cluster",
              ACCOUNT,
              () ->
                  write(
                      ACCOUNT,
                      "principal=theirs\nmark.onboard4j\\:cluster=folder://home/here/other\n")));
    }

    private void write(ResourceId id, String text) {
      try {
        Path file = root.resolve(file(id));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {}
  }
}
