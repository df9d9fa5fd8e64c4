package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Setting;
import dev.onboard4j.run.InstalledContributor;
import dev.onboard4j.spi.BlueprintSource;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Platform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds the installed contributors; one that cannot be loaded does not hide the others. */
public final class Catalog {
  private final ClassLoader loader;
  private final List<Contributor> contributors = new ArrayList<>();
  private final Map<String, String> broken = new LinkedHashMap<>();

  Catalog(ClassLoader loader) {
    this.loader = loader;
    contributors.addAll(load(Contributor.class));
    contributors.sort(
        Comparator.comparing(Contributor::id).thenComparing(c -> c.getClass().getName()));
  }

  private <T> List<T> load(Class<T> service) {
    List<T> found = new ArrayList<>();
    Iterator<ServiceLoader.Provider<T>> entries =
        ServiceLoader.load(service, loader).stream().iterator();
    // A broken entry throws from hasNext or from next, and the iterator continues behind it. The
    // bound ends the loop when an iterator does not continue.
    for (int errors = 0; errors < 100; ) {
      try {
        if (!entries.hasNext()) {
          break;
        }
        found.add(entries.next().get());
      } catch (ServiceConfigurationError | LinkageError e) {
        errors++;
        broken.put(service.getSimpleName() + " " + (broken.size() + 1), explained(e));
      }
    }
    return found;
  }

  private static String explained(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = String.valueOf(e.getMessage());
    return root == e ? text : text + " because of " + root;
  }

  /** The cluster provider of that id. */
  ClusterProvider provider(String id) {
    return only(ClusterProvider.class, id, "provider");
  }

  /** The platform of that id. */
  Platform platform(String id) {
    return only(Platform.class, id, "platform");
  }

  private <T extends Contributor> T only(Class<T> sort, String id, String word) {
    List<T> found = all(sort).stream().filter(one -> one.id().equals(id)).toList();
    if (found.size() > 1) {
      String both =
          found.stream()
              .map(one -> one.getClass().getName() + " in " + Jar.of(one.getClass()).file())
              .collect(Collectors.joining(" and "));
      throw OnboardingException.of(
              Category.CALLER, word + " '" + id + "' is on the class path twice: " + both)
          .remedy("keep one of them on the class path")
          .build();
    }
    if (found.isEmpty()) {
      throw unknown(sort, id, word);
    }
    return found.get(0);
  }

  private OnboardingException unknown(Class<? extends Contributor> sort, String id, String word) {
    String known =
        all(sort).stream().map(Contributor::id).sorted().collect(Collectors.joining(", "));
    String failed =
        broken.isEmpty() ? "" : "; could not be loaded: " + String.join("; ", broken.values());
    return OnboardingException.of(
            Category.CALLER,
            word
                + " '"
                + id
                + "' is not on the class path; there is: "
                + (known.isEmpty() ? "none" : known)
                + failed)
        .remedy(
            "add the artifact dev.onboard4j:onboard4j-" + word + "-" + id + ", or the jar of it")
        .build();
  }

  /** All contributors of one type, by id. */
  <T extends Contributor> List<T> all(Class<T> sort) {
    return contributors.stream().filter(sort::isInstance).map(sort::cast).toList();
  }

  /** The contributors that are neither a cluster provider nor a platform, by id. */
  List<Contributor> others() {
    return contributors.stream()
        .filter(one -> !(one instanceof ClusterProvider) && !(one instanceof Platform))
        .toList();
  }

  List<BlueprintSource> blueprints() {
    return load(BlueprintSource.class);
  }

  /** All contributors, by id; an entry that cannot be loaded has the problem instead. */
  public static List<InstalledContributor> installed(ClassLoader loader) {
    return new Catalog(loader).installed();
  }

  private List<InstalledContributor> installed() {
    List<InstalledContributor> list = new ArrayList<>();
    for (Contributor one : contributors) {
      Jar jar = Jar.of(one.getClass());
      list.add(
          new InstalledContributor(
              one.id(), sort(one), jar.artifact(), jar.version(), settings(one), ""));
    }
    broken.forEach(
        (entry, why) ->
            list.add(new InstalledContributor(entry, "broken", "", "", List.of(), why)));
    return list;
  }

  private static List<Setting> settings(Contributor one) {
    List<Setting> all =
        new ArrayList<>(one instanceof ClusterProvider ? SettingsCheck.SHARED : List.of());
    all.addAll(one.settings());
    return List.copyOf(all);
  }

  private static String sort(Contributor one) {
    return one instanceof ClusterProvider
        ? "cluster"
        : one instanceof Platform ? "platform" : "contributor";
  }
}
