package dev.onboard4j.eks;

import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Marks;
import dev.onboard4j.spi.support.NamesSetting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tags of this cluster's objects: the marks, and the tags that the caller sets.
 *
 * <p>Two more marks record what the caller set, so that a later plan takes away what the settings
 * no longer name, and nothing that others added.
 *
 * @param bounded whether the settings name a permissions boundary
 * @param uniqueNames whether names hold the id of the cluster, so that no other cluster uses them
 */
record EksMarks(Marks marks, Map<String, String> wanted, boolean bounded, boolean uniqueNames) {
  /** Records the keys of {@code eks.tags}, each by the start of its digest. */
  static final String TAGS_MARK = "onboard4j:tags";

  /** Records that the permissions boundary of a role comes from the settings. */
  static final String BOUNDARY_MARK = "onboard4j:boundary";

  // 46 keys of five characters fit into the value of a tag (256 characters).
  private static final int DIGEST = 5;

  static EksMarks of(SessionContext context) {
    boolean unique = !NamesSetting.of(context.settings()).equals("document");
    return new EksMarks(
        Marks.of(context),
        EksSettings.tags(context.settings()),
        context.settings().text(EksSettings.BOUNDARY).isPresent(),
        unique);
  }

  /** The tags of an object that belongs to this cluster alone. */
  Map<String, String> own() {
    TreeMap<String, String> tags = new TreeMap<>(wanted);
    tags.putAll(marks.own());
    if (!wanted.isEmpty()) {
      StringBuilder record = new StringBuilder();
      new TreeSet<>(wanted.keySet()).forEach(key -> record.append(digest(key)));
      tags.put(TAGS_MARK, record.toString());
    }
    return tags;
  }

  /** The tags of a role of this cluster. */
  Map<String, String> ofRole() {
    Map<String, String> tags = own();
    if (bounded) {
      tags.put(BOUNDARY_MARK, "set");
    }
    return tags;
  }

  /** The keys of tags that former settings set, and that of a record that is empty by now. */
  List<String> former(Map<String, String> tags) {
    Set<String> recorded = recorded(tags.getOrDefault(TAGS_MARK, ""));
    return tags.keySet().stream()
        .filter(key -> key.equals(TAGS_MARK) ? wanted.isEmpty() : isFormer(key, recorded))
        .sorted()
        .toList();
  }

  private boolean isFormer(String key, Set<String> recorded) {
    return key.equals(BOUNDARY_MARK)
        ? !bounded
        : !wanted.containsKey(key) && recorded.contains(digest(key));
  }

  private static Set<String> recorded(String record) {
    Set<String> digests = new TreeSet<>();
    for (int i = 0; i + DIGEST <= record.length(); i += DIGEST) {
      digests.add(record.substring(i, i + DIGEST));
    }
    return digests;
  }

  /** Thirty bits of the key's digest, in characters that AWS allows in the value of a tag. */
  private static String digest(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(digest).substring(0, DIGEST);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The tags of an object that several clusters use; it carries no tags of one cluster. */
  Map<String, String> shared() {
    return marks.shared();
  }

  /** The value of this cluster's mark. */
  String cluster() {
    return marks.cluster();
  }

  /** The owner of an object with these tags. */
  Owner owner(Map<String, String> tags) {
    return marks.owner(tags.get(SessionContext.CLUSTER_MARK));
  }

  /**
   * The owner of an object whose name belongs to this cluster alone.
   *
   * <p>If the cluster's mark is lost, the mark of the blueprint still shows that onboarding created
   * the object, and the name shows the cluster.
   */
  Owner ownerByName(Map<String, String> tags) {
    boolean lost =
        uniqueNames
            && !tags.containsKey(SessionContext.CLUSTER_MARK)
            && tags.containsKey(SessionContext.BLUEPRINT_MARK);
    return lost ? Owner.OURS : owner(tags);
  }
}
