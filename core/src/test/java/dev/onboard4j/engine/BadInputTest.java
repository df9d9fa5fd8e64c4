package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.json.Json;
import dev.onboard4j.json.OrderedTree;
import dev.onboard4j.model.OnboardingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is an OnboardingException, whatever it is. */
final class BadInputTest {
  private final MemoryCloud cloud = new MemoryCloud().plain("a");

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e ->
                assertThat(e.category())
                    .isIn(
                        OnboardingException.Category.CALLER,
                        OnboardingException.Category.CONFLICT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "[]",
        "7",
        "{}",
        "{\"schema\": null}",
        "{\"schema\": \"onboard4j/plan/v1\", \"format\": null}"
      })
  void textThatIsNoPlanIsRefused(String text) {
    refused(() -> cloud.onboarding().read(text));
  }

  @Test
  void aPlanWithAFieldOfTheWrongTypeIsRefused() {
    String json = cloud.plan().plan().toJson();
    for (String key : Json.object(json).keySet()) {
      for (Object wrong : List.of(7, "::", List.of(List.of()), Map.of("a", List.of()))) {
        Map<String, Object> tree = new LinkedHashMap<>(Json.object(json));
        tree.put(key, wrong);
        tree.remove("fingerprint");
        boolean harmless = key.equals("summary") || key.equals("fingerprint");
        tree.put("fingerprint", "sha256:" + Json.digest(tree));
        if (!harmless && !(key.equals("settings") || key.equals("permissionDocuments"))) {
          refused(() -> cloud.onboarding().read(Json.line(tree), MemoryCloud.cluster()).attempt());
        }
      }
    }
    assertThat(cloud.log).isEmpty();
  }

  @Test
  void aSettingWithoutAValueOrAKeyIsRefused() {
    refused(() -> cloud.onboarding().set("memory.size", null));
    refused(() -> cloud.onboarding().set(Collections.singletonMap(null, "x")));
  }

  @Test
  void aMapWithoutAnOrderPrintsSorted() {
    Map<String, Integer> unordered =
        Map.of("h", 8, "g", 7, "f", 6, "e", 5, "d", 4, "c", 3, "b", 2, "a", 1);
    assertThat(Json.line(OrderedTree.of(List.of(unordered))))
        .isEqualTo("[{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8}]");
  }
}
