package dev.onboard4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Null for each parameter of each public method, while all others have a value. */
final class NullArgumentsTest {
  private static final Onboarding ONBOARDING =
      Onboarding.forProvider("memory", NullArgumentsTest.class.getClassLoader());

  /** A method with null for one of its parameters. */
  record Case(Method method, int parameter) {
    @Override
    public String toString() {
      return method.getName() + Arrays.toString(method.getParameterTypes()) + " #" + parameter;
    }

    private @Nullable Object[] arguments() {
      @Nullable Object[] arguments =
          Stream.of(method.getParameterTypes()).map(NullArgumentsTest::value).toArray();
      arguments[parameter] = null;
      return arguments;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(Onboarding.class, ApplicablePlan.class, OnboardingRun.class)
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .flatMap(
            method ->
                IntStream.range(0, method.getParameterCount())
                    .filter(i -> !method.getParameterTypes()[i].isPrimitive())
                    .mapToObj(i -> new Case(method, i)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aNullIsRefusedAtTheCallByTheNameOfTheParameter(Case one) {
    Throwable refused = catchThrowable(() -> call(one.method(), one.arguments()));
    if (refused instanceof OnboardingException e) {
      // Settings often come from a file: all that are null are told as problems.
      assertThat(one.method().getName()).isEqualTo("set");
      assertThat(e.category()).isEqualTo(Category.CALLER);
      return;
    }
    assertThat(refused).isInstanceOf(NullPointerException.class);
    assertThat(refused.getMessage()).matches("[a-z][A-Za-z]*");
    assertThat(refused.getStackTrace()[1].getClassName()).startsWith(Onboarding.class.getName());
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aNullInAListIsRefusedAtTheCall(Case one) {
    @Nullable Object[] arguments = {new @Nullable String[] {"a", null}};
    assertThat(catchThrowable(() -> call(one.method(), arguments)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageMatching("ids|kinds");
  }

  static Stream<Case> lists() {
    return cases().filter(one -> one.method().isVarArgs());
  }

  private static void call(Method method, @Nullable Object[] arguments) throws Throwable {
    try {
      method.invoke(Modifier.isStatic(method.getModifiers()) ? null : ONBOARDING, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Object value(Class<?> type) {
    if (type.isInterface()) {
      return type == Map.class
          ? Map.of()
          : type == Path.class
              ? Path.of("file")
              : Proxy.newProxyInstance(
                  type.getClassLoader() == null
                      ? NullArgumentsTest.class.getClassLoader()
                      : type.getClassLoader(),
                  new Class<?>[] {type},
                  (proxy, method, arguments) -> null);
    }
    return type.isArray() ? Array.newInstance(type.componentType(), 0) : simple(type);
  }

  private static Object simple(Class<?> type) {
    return Stream.of(
            "text", 1, Duration.ZERO, URI.create("memory://a/b"), Class.class, ONBOARDING_LOADER)
        .filter(type::isInstance)
        .findFirst()
        .orElseGet(() -> made(type));
  }

  private static final ClassLoader ONBOARDING_LOADER = NullArgumentsTest.class.getClassLoader();

  private static Object made(Class<?> type) {
    try {
      return type.isEnum()
          ? type.getEnumConstants()[0]
          : type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no value for " + type, e);
    }
  }
}
