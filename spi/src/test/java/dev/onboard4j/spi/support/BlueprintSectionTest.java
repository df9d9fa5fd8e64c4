package dev.onboard4j.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.OnboardingException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class BlueprintSectionTest {
  private static List<String> problems(
      Map<String, Object> data, Function<BlueprintSection, Object> reader) {
    Map<String, Object> sorted = new TreeMap<>(data);
    OnboardingException refused =
        catchThrowableOfType(
            OnboardingException.class, () -> BlueprintSection.read("here", sorted, reader));
    return refused == null ? List.of() : refused.problems().stream().map(Object::toString).toList();
  }

  @Test
  void whatIsReadIsHandedOver() {
    Map<String, Object> data =
        Map.of(
            "name",
            "n",
            "on",
            true,
            "list",
            List.of("a", ""),
            "role",
            Map.of("role", "r", "reason", "why", "provenance", "where"));
    assertThat(
            BlueprintSection.<List<Object>>read(
                "here",
                data,
                top ->
                    List.of(
                        top.text("name"),
                        top.flag("on"),
                        top.flag("off"),
                        top.texts("list"),
                        top.part("role").permission("role"),
                        top.text("none", "default"),
                        top.map("no-map"),
                        top.optional("no-part", part -> part))))
        .isEqualTo(
            List.of(
                "n",
                true,
                false,
                List.of("a", ""),
                new JustifiedPermission("r", "why", "where"),
                "default",
                Map.of(),
                Optional.empty()));
  }

  @Test
  void aKeyThatTheReaderDoesNotReadIsRefusedWithTheNearestOne() {
    assertThat(
            problems(
                Map.of("conditon", 1, "nothing-like-it", 2),
                top -> top.text("condition", "") + top.text("other", "")))
        .containsExactly(
            "here.conditon: there is no such key; did you mean 'condition'?",
            "here.nothing-like-it: there is no such key; known here are condition, other");
  }

  @Test
  void unreadKeysAreFoundAtAnyDepth() {
    assertThat(
            problems(
                Map.of("list", List.of(Map.of(), Map.of("key", 1)), "part", Map.of("key", 2)),
                top -> top.parts("list", one -> one.has("keys")).size() + top.part("part").path()))
        .containsExactly(
            "here.list[1].key: there is no such key; did you mean 'keys'?",
            "here.part.key: there is no such key; none is known here");
  }

  @Test
  void aPartThatIsReadInTwoStepsIsReadWhole() {
    assertThat(
            problems(
                Map.of("part", Map.of("a", "1", "b", "2")),
                top -> top.part("part").text("a") + top.part("part").text("b")))
        .isEmpty();
  }

  @Test
  void aValueOfAnotherTypeIsRefused() {
    Map<String, Object> data = new TreeMap<>();
    data.put("flag", "yes");
    data.put("list", "text");
    data.put("map", Map.of("a", List.of()));
    data.put("null", null);
    data.put("part", true);
    data.put("parts", Arrays.asList(Map.of(), null));
    data.put("text", 1);
    data.put("texts", List.of("a", 2));
    data.put("tree", List.of());
    assertThat(
            problems(
                data,
                top -> {
                  top.flag("flag");
                  top.texts("list");
                  top.map("map");
                  top.text("null", "default");
                  top.part("part");
                  top.parts("parts", one -> one);
                  top.text("text");
                  top.texts("texts");
                  return top.tree("tree");
                }))
        .containsExactly(
            "here.flag: must be true or false, not text",
            "here.list: must be a list, not text",
            "here.map.a: must be text, not a list",
            "here.null: must be text, not null",
            "here.part: must be an object, not true",
            "here.parts[1]: must be an object, not null",
            "here.text: must be text, not a number",
            "here.texts[1]: must be text, not a number",
            "here.tree: must be an object, not a list");
  }

  @Test
  void whatIsMissingOrEmptyOrNoneOfTheChoicesIsRefused() {
    assertThat(
            problems(
                Map.of("blank", " ", "choice", "c"),
                top ->
                    top.text("blank")
                        + top.text("missing")
                        + top.choice("choice", List.of("a", "b"))
                        + top.choice("no-choice", List.of("a", "b"))))
        .containsExactly(
            "here.blank: must be text, not empty",
            "here.missing: is missing: text belongs here",
            "here.choice: 'c' is none of a, b",
            "here.no-choice: is missing: text belongs here");
  }

  @Test
  void whatIsHandedOutWholeIsForOthersToRead() {
    Map<String, Object> tree = Map.of("any", Collections.singletonMap("thing", null));
    Map<String, Object> data = Map.of("part", tree);
    assertThat(BlueprintSection.<Map<String, Object>>read("here", data, top -> top.tree("part")))
        .isEqualTo(tree);
  }

  @Test
  void aKeyThatLooksLikeAPathIsNoPath() {
    Map<String, Object> data = Map.of("a", Map.of("b", Map.of("x", "1")), "a.b", Map.of("y", "2"));
    assertThat(problems(data, top -> top.part("a").part("b").text("x") + top.part("a.b").text("y")))
        .isEmpty();
  }
}
