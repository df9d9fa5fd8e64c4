package dev.onboard4j.plan;

import dev.onboard4j.model.ResourceId;
import java.util.Locale;

/**
 * A part of the onboarding that stays open when the plan is applied. Immutable.
 *
 * @param id the resource
 * @param why why it stays open
 * @param text what to do, or why it could not be checked, for people
 */
public record Incomplete(ResourceId id, Why why, String text) {
  /** Why a part stays open. */
  public enum Why {
    /** A person has to do it elsewhere. */
    MANUAL,
    /** It could not be checked: it may or may not be as declared. */
    UNCHECKED;

    /** The lower-case name, as in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
