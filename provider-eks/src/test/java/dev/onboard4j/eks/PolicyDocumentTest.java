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
}
