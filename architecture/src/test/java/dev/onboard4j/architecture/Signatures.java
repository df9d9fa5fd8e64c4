package dev.onboard4j.architecture;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All that the public and protected declarations of a module name. */
final class Signatures {
  private Signatures() {}

  /** The places in which a type named fits, each as {@code member: type}, sorted. */
  static List<String> named(MavenModule module, Predicate<JavaClass> fits) {
    return publicTypes(module)
        .flatMap(
            type ->
                Stream.concat(
                    places(type.getFullName(), ofType(type), fits),
                    type.getMembers().stream()
                        .filter(Signatures::isOpen)
                        .flatMap(member -> places(member.getFullName(), ofMember(member), fits))))
        .sorted()
        .distinct()
        .toList();
  }

  static Stream<JavaClass> publicTypes(MavenModule module) {
    return Bytecode.of(module).stream().filter(type -> isOpenType(type, module));
  }

  static boolean isOpenType(JavaClass type, MavenModule module) {
    return module.exported().contains(type.getPackageName())
        && isOpen(type.getModifiers())
        && type.getEnclosingClass().map(outer -> isOpenType(outer, module)).orElse(true);
  }

  static boolean isOpen(JavaMember member) {
    return isOpen(member.getModifiers()) && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isOpen(java.util.Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static Stream<String> places(
      String place, Stream<JavaClass> named, Predicate<JavaClass> fits) {
    return named.filter(fits).map(type -> place + ": " + type.getName());
  }

  private static Stream<JavaClass> ofType(JavaClass type) {
    Stream<JavaType> above =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    return Stream.of(raw(above), raw(type.getTypeParameters().stream()), ofAnnotations(type))
        .flatMap(types -> types);
  }

  private static Stream<JavaClass> ofMember(JavaMember member) {
    // A field's involved types are its type's; a code unit's are all of its declaration's.
    return Stream.of(
            member.getAllInvolvedRawTypes().stream(), ofAnnotations(member), ofParameters(member))
        .flatMap(types -> types);
  }

  private static Stream<JavaClass> ofParameters(JavaMember member) {
    if (!(member instanceof JavaCodeUnit unit)) {
      return Stream.empty();
    }
    return Stream.concat(
        unit.getExceptionTypes().stream(),
        unit.getParameters().stream().flatMap((JavaParameter p) -> ofAnnotations(p)));
  }

  private static Stream<JavaClass> ofAnnotations(HasAnnotations<?> annotated) {
    return annotated.getAnnotations().stream().map(JavaAnnotation::getRawType);
  }

  private static Stream<JavaClass> raw(Stream<? extends JavaType> types) {
    return types.flatMap(type -> type.getAllInvolvedRawTypes().stream());
  }
}
