package dev.onboard4j.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class OrderedTreeTest {
  private static <M extends Map<String, Object>> M filled(M map) {
    for (int i = 20; i > 0; i--) {
      map.put("key" + i, i);
    }
    return map;
  }

  private static List<Object> keys(Object tree) {
    return List.copyOf(((Map<?, ?>) OrderedTree.of(tree)).keySet());
  }

  @Test
  void aMapWithAnOrderKeepsIt() {
    Map<String, Object> inserted = filled(new LinkedHashMap<>());
    assertThat(keys(inserted)).isEqualTo(List.copyOf(inserted.keySet()));
    TreeMap<String, Object> descending = filled(new TreeMap<>(Comparator.reverseOrder()));
    assertThat(keys(descending)).isEqualTo(List.copyOf(descending.keySet()));
  }

  @Test
  void aMapWithoutAnOrderIsSortedAtEachDepth() {
    Map<String, Object> hashed = filled(new HashMap<>());
    List<Object> sorted = List.copyOf(new TreeMap<>(hashed).keySet());
    assertThat(keys(hashed)).isEqualTo(sorted);
    List<?> list = (List<?>) OrderedTree.of(List.of(Map.of("inner", hashed)));
    assertThat(((Map<?, ?>) ((Map<?, ?>) list.get(0)).get("inner")).keySet())
        .isEqualTo(new TreeMap<>(hashed).keySet())
        .first()
        .isEqualTo("key1");
  }

  @Test
  void theCopyDoesNotChangeWithTheOriginal() {
    List<Object> original = new ArrayList<>(List.of("a"));
    List<?> copy = (List<?>) OrderedTree.of(original);
    original.add("b");
    assertThat(copy).hasSize(1);
    assertThatThrownBy(copy::clear).isInstanceOf(UnsupportedOperationException.class);
  }
}
