package dev.onboard4j.architecture;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Types as a reader of Java writes them: with their arguments and {@code @Nullable}; the JDK's and
 * ours by their simple names, others in full.
 */
final class TypeText {
  private TypeText() {}

  static String of(AnnotatedType type) {
    if (type instanceof AnnotatedArrayType array) {
      return of(array.getAnnotatedGenericComponentType()) + nullable(" ", type) + "[]";
    }
    if (type instanceof AnnotatedWildcardType wildcard) {
      return "?"
          + bounds(" super ", wildcard.getAnnotatedLowerBounds())
          + bounds(" extends ", wildcard.getAnnotatedUpperBounds());
    }
    String arguments =
        type instanceof AnnotatedParameterizedType generic
            ? list("<", generic.getAnnotatedActualTypeArguments(), ">")
            : "";
    return nullable("", type) + name(type) + arguments;
  }

  /** Empty, or the parameters of a class or method with their bounds and a space behind. */
  static String parameters(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(each -> each.getName() + bounds(" extends ", each.getAnnotatedBounds()))
            .collect(joining(", ", "<", ">"));
  }

  static String list(String before, AnnotatedType[] types, String after) {
    return Arrays.stream(types).map(TypeText::of).collect(joining(", ", before, after));
  }

  static String name(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    if (outer != null) {
      return name(outer) + "." + type.getSimpleName();
    }
    boolean known =
        Stream.of("java.", "dev.onboard4j.").anyMatch(type.getName()::startsWith)
            || type.isPrimitive();
    return known ? type.getSimpleName() : type.getName();
  }

  private static String name(AnnotatedType annotated) {
    Type type = annotated.getType();
    if (annotated instanceof AnnotatedTypeVariable) {
      return type.getTypeName();
    }
    return name(
        (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type));
  }

  private static String bounds(String word, AnnotatedType[] bounds) {
    String text = Arrays.stream(bounds).map(TypeText::of).collect(joining(" & "));
    return text.isEmpty() || text.equals("Object") ? "" : word + text;
  }

  private static String nullable(String before, AnnotatedElement type) {
    return type.isAnnotationPresent(Nullable.class) ? before + "@Nullable " : "";
  }
}
