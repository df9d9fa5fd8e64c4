package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class PolicyDocumentTest {
  @Property(tries = 200)
  void orderAndListsOfOneDoNotMatter(
      @ForAll @Size(min = 1, max = 5) List<@NotEmpty @AlphaChars String> actions,
      @ForAll long seed) {
    List<String> shuffled = new ArrayList<>(actions);
    Collections.shuffle(shuffled, new Random(seed));
    Map<String, Object> one = statement(actions, List.of("*"));
    Map<String, Object> other = statement(shuffled, "*");
    Object a = PolicyDocument.canonical(Map.of("Version", "2012-10-17", "Statement", List.of(one)));
    Object b = PolicyDocument.canonical(Map.of("Version", "2012-10-17", "Statement", other));
    assertThat(a).isEqualTo(b);
  }

  private static Map<String, Object> statement(List<String> actions, Object resource) {
    return new TreeMap<>(Map.of("Effect", "Allow", "Action", actions, "Resource", resource));
  }

  @Property(tries = 200)
  void canonicalFormIsAFixedPoint(
      @ForAll @Size(min = 1, max = 5) List<@NotEmpty @AlphaChars String> actions) {
    Object once =
        PolicyDocument.canonical(
            Map.of("Version", "2012-10-17", "Statement", statement(actions, "*")));
    assertThat(PolicyDocument.canonical(once)).isEqualTo(once);
  }

  @Test
  void anotherActionIsAnotherDocument() {
    Object one = PolicyDocument.canonical(Map.of("Statement", statement(List.of("s3:Get"), "*")));
    Object other = PolicyDocument.canonical(Map.of("Statement", statement(List.of("s3:Put"), "*")));
    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void aPlusInAnEncodedDocumentStaysAPlus() {
    Object read = PolicyDocument.fromIam("%7B%22Id%22%3A%22a+b%22%2C%22Statement%22%3A%5B%5D%7D");
    assertThat(String.valueOf(read)).contains("a+b");
  }

  @Test
  void aDocumentThatIsNoJsonIsShownAsItIs() {
    assertThat(PolicyDocument.fromIam("not%20json")).isEqualTo("not json");
  }

  private static Map<String, Object> withSid(String sid, String action) {
    Map<String, Object> statement = statement(List.of(action), "*");
    statement.put("Sid", sid);
    return statement;
  }

  private static Object statements(Object... statements) {
    Object document = PolicyDocument.canonical(Map.of("Statement", List.of(statements)));
    return ((Map<?, ?>) document).get("Statement");
  }

  @Test
  void statementsWithSidsOfTheirOwnAreKnownByThem() {
    assertThat(statements(withSid("b", "s3:Put"), withSid("a", "s3:Get")))
        .isEqualTo(
            Map.of(
                "a", statement(List.of("s3:Get"), List.of("*")),
                "b", statement(List.of("s3:Put"), List.of("*"))));
  }

  @Test
  void statementsWithoutASidOfTheirOwnStayAList() {
    assertThat(statements(withSid("a", "s3:Get"), withSid("a", "s3:Put"))).isInstanceOf(List.class);
    assertThat(statements(withSid("a", "s3:Get"), withSid("", "s3:Put"))).isInstanceOf(List.class);
    assertThat(statements()).isEqualTo(List.of());
  }

  @Property(tries = 200)
  void whatIamTakesIsAListThatReadsBackAsTheSame(
      @ForAll @Size(max = 5) List<@StringLength(max = 2) @AlphaChars String> sids) {
    List<Object> list = new ArrayList<>();
    sids.forEach(sid -> list.add(withSid(sid, "s3:Get" + list.size())));
    Object canonical = PolicyDocument.canonical(Map.of("Statement", list));
    Object wire = Json.read(PolicyDocument.toIam(canonical));
    assertThat(((Map<?, ?>) wire).get("Statement"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSameSizeAs(list);
    assertThat(PolicyDocument.canonical(wire)).isEqualTo(canonical);
    assertThat(PolicyDocument.canonical(canonical)).isEqualTo(canonical);
  }
}
