package dev.onboard4j.architecture;

import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What others can compile against, as text: a line for every public or protected type of an
 * exported package, and one for each of its members, sorted.
 */
final class ApiListing {
  /** Every type has these; the listing omits overrides of them. */
  private static final Set<String> OF_EVERY_TYPE = Set.of("equals", "hashCode", "toString");

  private final Class<?> type;

  private ApiListing(Class<?> type) {
    this.type = type;
  }

  static String of(MavenModule module) {
    return Signatures.publicTypes(module)
        .sorted((a, b) -> a.getName().compareTo(b.getName()))
        .map(open -> new ApiListing(load(open)).text())
        .collect(joining("\n"));
  }

  private String text() {
    return Stream.concat(Stream.of(head()), members().sorted().distinct().map(line -> "  " + line))
        .map(line -> line + "\n")
        .collect(joining());
  }

  private String head() {
    return modifiers(type.getModifiers() & ~hiddenOfType())
        + (type.isSealed() && !type.isEnum() ? "sealed " : "")
        + kind()
        + " "
        + type.getName().replace('$', '.')
        + TypeText.parameters(type.getTypeParameters())
        + superclass()
        + named(type.isInterface() ? " extends " : " implements ", type.getAnnotatedInterfaces());
  }

  private String kind() {
    return type.isAnnotation()
        ? "@interface"
        : type.isInterface()
            ? "interface"
            : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
  }

  /** Modifiers that the kind implies. */
  private int hiddenOfType() {
    int nested = Modifier.STATIC | Modifier.INTERFACE;
    return type.isInterface() || type.isEnum() || type.isRecord()
        ? nested | Modifier.ABSTRACT | Modifier.FINAL
        : nested;
  }

  private String superclass() {
    AnnotatedType above = type.getAnnotatedSuperclass();
    return above == null || above.getType() == Object.class || type.isEnum() || type.isRecord()
        ? ""
        : " extends " + TypeText.of(above);
  }

  private Stream<String> members() {
    return Stream.of(
            open(type.getDeclaredFields(), Field::getModifiers).map(ApiListing::field),
            open(type.getDeclaredConstructors(), Constructor::getModifiers).map(this::constructor),
            withHiddenParents(type)
                .flatMap(each -> open(each.getDeclaredMethods(), Method::getModifiers))
                .filter(this::isWorthALine)
                .map(ApiListing::method))
        .flatMap(lines -> lines);
  }

  /** Public methods of a hidden class are reached through the classes that extend it. */
  private static Stream<Class<?>> withHiddenParents(Class<?> type) {
    Stream<Class<?>> parents =
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
            .filter(parent -> !Modifier.isPublic(parent.getModifiers()));
    return Stream.concat(Stream.of(type), parents.flatMap(ApiListing::withHiddenParents));
  }

  private boolean isWorthALine(Method method) {
    boolean ofEveryEnum = type.isEnum() && List.of("values", "valueOf").contains(method.getName());
    return !method.isSynthetic() && !ofEveryEnum && !OF_EVERY_TYPE.contains(method.getName());
  }

  private static String field(Field field) {
    return modifiers(field.getModifiers() & ~Modifier.VOLATILE & ~Modifier.TRANSIENT)
        + TypeText.of(field.getAnnotatedType())
        + " "
        + field.getName();
  }

  private String constructor(Constructor<?> constructor) {
    return modifiers(constructor.getModifiers()) + type.getSimpleName() + rest(constructor);
  }

  private static String method(Method method) {
    String parameters = TypeText.parameters(method.getTypeParameters());
    return modifiers(method.getModifiers() & Modifier.methodModifiers() & ~hiddenOf(method))
        + (method.isDefault() ? "default " : "")
        + (parameters.isEmpty() ? "" : parameters + " ")
        + TypeText.of(method.getAnnotatedReturnType())
        + " "
        + method.getName()
        + rest(method);
  }

  private static int hiddenOf(Method method) {
    int inside = Modifier.SYNCHRONIZED | Modifier.NATIVE | Modifier.STRICT;
    return method.getDeclaringClass().isInterface() ? inside | Modifier.ABSTRACT : inside;
  }

  private static String rest(Executable member) {
    String parameters = TypeText.list("", member.getAnnotatedParameterTypes(), "");
    return "("
        + (member.isVarArgs() ? parameters.replaceFirst("\\[]$", "...") : parameters)
        + ")"
        + named(" throws ", member.getAnnotatedExceptionTypes());
  }

  private static String named(String before, AnnotatedType[] types) {
    return types.length == 0 ? "" : TypeText.list(before, types, "");
  }

  private static <M> Stream<M> open(M[] members, Function<M, Integer> modifiers) {
    return Arrays.stream(members)
        .filter(
            member ->
                Modifier.isPublic(modifiers.apply(member))
                    || Modifier.isProtected(modifiers.apply(member)));
  }

  /** Omits the modifier public. */
  private static String modifiers(int bits) {
    String text = Modifier.toString(bits & ~Modifier.PUBLIC);
    return text.isEmpty() ? "" : text + " ";
  }

  private static Class<?> load(JavaClass type) {
    try {
      return Class.forName(type.getName(), false, ApiListing.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
