package dev.onboard4j.samples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A generated graph.
 *
 * @param name its name in the table
 * @param upstream for each node its dependencies, all of them earlier nodes
 */
record Shape(String name, List<List<Integer>> upstream) {
  private static final int LAYERS = 10;

  /** Each node depends on the one before. */
  static Shape chain(int size) {
    List<List<Integer>> upstream = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      upstream.add(i == 0 ? List.of() : List.of(i - 1));
    }
    return new Shape("chain of " + size, upstream);
  }

  /** All nodes depend on the first. */
  static Shape fan(int size) {
    List<List<Integer>> upstream = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      upstream.add(i == 0 ? List.of() : List.of(0));
    }
    return new Shape("fan of " + size, upstream);
  }

  /** Ten layers; each node depends on up to three of the layer above. */
  static Shape layers(int size) {
    Random random = new Random(size);
    int width = size / LAYERS;
    List<List<Integer>> upstream = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int above = (i / width - 1) * width;
      List<Integer> drawn = new ArrayList<>();
      for (int k = 0; above >= 0 && k < 3; k++) {
        drawn.add(above + random.nextInt(width));
      }
      upstream.add(drawn.stream().distinct().toList());
    }
    return new Shape("layers of " + size, upstream);
  }

  int size() {
    return upstream.size();
  }

  /** The nodes on its longest path. */
  int longest() {
    int[] depth = new int[size()];
    int longest = 0;
    for (int i = 0; i < size(); i++) {
      for (int up : upstream.get(i)) {
        depth[i] = Math.max(depth[i], depth[up]);
      }
      depth[i]++;
      longest = Math.max(longest, depth[i]);
    }
    return longest;
  }
}
