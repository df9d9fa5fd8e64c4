package dev.onboard4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ValuesTest {
  @Test
  void aSecretNeverShowsItself() {
    Secret secret = Secret.of("hush");
    assertThat(secret + " " + new State.Hidden(secret)).doesNotContain("hush");
  }

  @Test
  void equalSecretsAreEqualUntilOneIsWiped() {
    Secret one = Secret.of("hush");
    Secret other = Secret.of("hush".toCharArray());
    assertThat(one).isEqualTo(other);
    other.close();
    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void aWipedSecretIsNotUsed() {
    Secret secret = Secret.of("hush");
    secret.close();
    assertThatThrownBy(() -> secret.use(value -> value)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aKnownValueDoesNotChangeWithItsSource() {
    List<Object> source = new ArrayList<>(List.of("a"));
    State.Known known = new State.Known(Map.of("list", source), false);
    source.add("b");
    assertThat(known.json()).isEqualTo(Map.of("list", List.of("a")));
  }

  @Test
  void oneIsOneWhateverItsType() {
    assertThat(new State.Known(1, false)).isEqualTo(new State.Known(1L, false));
  }

  @Test
  void aNumberHasTheTypeThatAParserReturnsForIt() {
    assertThat(new State.Known(new BigInteger("7"), false).json()).isEqualTo(7L);
    BigInteger large = new BigInteger("12345678901234567890");
    assertThat(new State.Known(large, false).json()).isEqualTo(large);
    assertThat(new State.Known(new BigDecimal("1.10"), false).json()).isEqualTo(1.1);
    assertThat(new State.Known(0.1f, false).json()).isEqualTo(0.1);
  }

  @Test
  void aNumberThatJsonCannotHoldIsRefused() {
    assertThatThrownBy(() -> new State.Known(Double.NaN, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN is no JSON number");
    assertThatThrownBy(() -> new State.Known(new BigDecimal("1e400"), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> new State.Known(Set.of(), false)).hasMessageContaining("no JSON");
  }

  @Test
  void aResourceIdReadsBack() {
    ResourceId id = ResourceId.of("security-group", "cast-prod-cluster/CastNodeSecurityGroup");
    assertThat(ResourceId.parse(id.toString())).isEqualTo(id);
  }

  @Test
  void aMapSettingNeedsPairs() {
    Setting tags = Setting.of("eks.tags", Setting.Type.MAP, "tags");
    assertThat(tags.complaint("a=1,b")).isPresent();
    assertThat(tags.complaint("a=1,b=x=y")).isEmpty();
    assertThat(Settings.of(Map.of("eks.tags", "a=1, b=x=y")).map("eks.tags"))
        .isEqualTo(Map.of("a", "1", "b", "x=y"));
  }

  @Test
  void settingsNeverPrintTheirValues() {
    assertThat(Settings.of(Map.of("key", "hush")).toString()).doesNotContain("hush");
  }
}
