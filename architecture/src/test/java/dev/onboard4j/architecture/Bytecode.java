package dev.onboard4j.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The compiled classes of all modules, and the module that each package belongs to. */
final class Bytecode {
  private static final Map<String, MavenModule> OWNERS =
      MavenModule.all().stream()
          .flatMap(module -> module.packages().stream().map(name -> Map.entry(name, module)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .importPaths(MavenModule.all().stream().map(MavenModule::classes).toList());

  private Bytecode() {}

  static JavaClasses all() {
    return ALL;
  }

  /** The module's classes, sorted by name. */
  static List<JavaClass> of(MavenModule module) {
    return ALL.stream()
        .filter(type -> owner(type).filter(module::equals).isPresent())
        .sorted(Comparator.comparing(JavaClass::getName))
        .toList();
  }

  /** Empty for the JDK's types and those of libraries. */
  static Optional<MavenModule> owner(JavaClass type) {
    return Optional.ofNullable(OWNERS.get(type.getBaseComponentType().getPackageName()));
  }

  private static boolean isOfTheJdk(JavaClass type) {
    JavaClass element = type.getBaseComponentType();
    return element.isPrimitive() || isIn(element, "java");
  }

  /**
   * Whether a type is neither of the JDK nor ours; null annotations do not count, as they are not
   * needed at run time.
   */
  static boolean isOfALibrary(JavaClass type) {
    return !isOfTheJdk(type) && owner(type).isEmpty() && !isIn(type, "org.jspecify");
  }

  /** Whether the type lies in the package or below it. */
  static boolean isIn(JavaClass type, String root) {
    return (type.getBaseComponentType().getPackageName() + ".").startsWith(root + ".");
  }

  /** Every type that the module's code mentions, with a sentence that says where. */
  static Stream<Use> uses(MavenModule module) {
    return of(module).stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(
            found ->
                new Use(found.getOriginClass(), found.getTargetClass(), found.getDescription()));
  }

  /** The edges of a graph whose nodes are groups of the module's classes. */
  static Map<String, Set<String>> edges(MavenModule module, Function<JavaClass, String> group) {
    return uses(module)
        .filter(use -> owner(use.target()).filter(module::equals).isPresent())
        .collect(
            Collectors.groupingBy(
                use -> group.apply(use.origin()),
                TreeMap::new,
                Collectors.mapping(
                    use -> group.apply(use.target().getBaseComponentType()),
                    Collectors.toCollection(TreeSet::new))));
  }

  record Use(JavaClass origin, JavaClass target, String description) {}
}
