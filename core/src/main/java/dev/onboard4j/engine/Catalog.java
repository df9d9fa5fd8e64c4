package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Setting;
import dev.onboard4j.run.InstalledContributor;
import dev.onboard4j.spi.BlueprintSource;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.support.Failures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds the installed contributors; one that cannot be loaded does not hide the others. */
public final class Catalog {
  private final ClassLoader loader;
  private final List<Contributor> contributors = new ArrayList<>();
  private final Map<String, String> broken = new LinkedHashMap<>();

  Catalog(ClassLoader loader) {
    this.loader = loader;
    load(Contributor.class).forEach(this::add);
    contributors.sort(
        Comparator.comparing(Contributor::id)
            .thenComparing(one -> KnownContributor.type(one).getName()));
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
      } catch (Throwable e) {
        Unforeseen.keepInterrupt(e);
        errors++;
        isBroken(service, explained(e));
      }
    }
    return found;
  }

  private void isBroken(Class<?> service, String why) {
    broken.put(service.getSimpleName() + " " + (broken.size() + 1), why);
  }

  /** A contributor that does not answer what each plan asks counts as broken. */
  private void add(Contributor one) {
    try {
      contributors.add(KnownContributor.of(one));
    } catch (OnboardingException e) {
      isBroken(Contributor.class, String.valueOf(e.getMessage()));
    }
  }

  private static String place(Contributor one) {
    return Unforeseen.place(KnownContributor.type(one));
  }

  /** The text of the loader, and of a missing class; of other causes the class only. */
  private static String explained(Throwable e) {
    if (!(e instanceof ServiceConfigurationError) && !(e instanceof LinkageError)) {
      return "it threw " + e.getClass().getName();
    }
    Throwable root = Failures.root(e);
    String cause = root instanceof LinkageError ? root.toString() : root.getClass().getName();
    return root == e ? String.valueOf(e.getMessage()) : e.getMessage() + " because of " + cause;
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
    checkUnique(found, word);
    if (found.isEmpty()) {
      throw unknown(sort, id, word);
    }
    return found.get(0);
  }

  private static void checkUnique(List<? extends Contributor> sameId, String word) {
    if (sameId.size() > 1) {
      String places = sameId.stream().map(Catalog::place).collect(Collectors.joining(" and "));
      String id = sameId.get(0).id();
      throw OnboardingException.of(
              Category.CALLER, word + " '" + id + "' is on the class path twice: " + places)
          .remedy("keep one of them on the class path")
          .build();
    }
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
    List<Contributor> others =
        contributors.stream()
            .filter(one -> !(one instanceof ClusterProvider) && !(one instanceof Platform))
            .toList();
    others.stream()
        .collect(Collectors.groupingBy(Contributor::id, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(sameId -> checkUnique(sameId, "contributor"));
    return others;
  }

  List<BlueprintSource> blueprints() {
    return load(BlueprintSource.class);
  }

  /** All contributors, by id; an entry that cannot be loaded has the problem instead. */
  public static List<InstalledContributor> installed(ClassLoader loader) {
    return Unforeseen.guarded("listing", () -> new Catalog(loader).installed());
  }

  private List<InstalledContributor> installed() {
    List<InstalledContributor> list = new ArrayList<>();
    for (Contributor one : contributors) {
      Jar jar = Jar.of(KnownContributor.type(one));
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
