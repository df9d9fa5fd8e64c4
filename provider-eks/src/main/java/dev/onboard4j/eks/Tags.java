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

  /** The field with the keys of tags that former settings set. */
  static final String FORMER = "former-tags";

  private Tags() {}

  /** The fields of the wanted tags; no tag of former settings is left. */
  static State.Builder desired(State.Builder state, Map<String, String> tags) {
    return state.each(FIELD, tags).known(FORMER, List.of());
  }

  /** The fields of existing tags. */
  static State.Builder observed(State.Builder state, Map<String, String> tags, EksMarks marks) {
    return state.each(FIELD, tags).known(FORMER, marks.former(tags));
  }

  /** The keys of tags that a change takes away. */
  static List<String> obsolete(StateChange change) {
    return change.changes(FORMER) && change.before().json(FORMER) instanceof List<?> keys
        ? keys.stream().map(String::valueOf).toList()
        : List.of();
  }

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
