package dev.onboard4j.eks;

import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.iam.model.Tag;

/** Converts tags between fields of a state and types of IAM. */
final class Tags {
  /** The prefix of the fields' names. */
  static final String FIELD = "tags";

  private Tags() {}

  /** All tags of a state. */
  static Map<String, String> of(State state) {
    return StateChange.creating(state).changed(FIELD);
  }

  /** The tags of an IAM request. */
  static List<Tag> iam(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  /** The tags of an IAM response. */
  static Map<String, String> fromIam(List<Tag> tags) {
    Map<String, String> map = new TreeMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }
}
