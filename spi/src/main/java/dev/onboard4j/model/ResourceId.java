package dev.onboard4j.model;

import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Identifies one resource within a plan, for example {@code iam-role/cast-eks-prod-cluster-role}.
 *
 * @param type the sort of object, in lower case with hyphens
 * @param name the object's name in its cloud; may contain slashes
 */
public record ResourceId(String type, String name) implements Comparable<ResourceId> {
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Comparator<ResourceId> ORDER =
      Comparator.comparing(ResourceId::type).thenComparing(ResourceId::name);

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if the type is not in lower case with hyphens, or the name is
   *     blank or has control characters
   */
  public ResourceId {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("resource type '" + type + "' must match " + TYPE);
    }
    Objects.requireNonNull(name, "name");
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("the name of a " + type + " is blank or unprintable");
    }
  }

  /** Creates the id of a resource of this type and name. */
  public static ResourceId of(String type, String name) {
    return new ResourceId(type, name);
  }

  /**
   * Parses the {@code type/name} form.
   *
   * @throws IllegalArgumentException if there is no slash or a part is not valid
   */
  public static ResourceId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'" + text + "' is not of the form type/name");
    }
    return new ResourceId(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(ResourceId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return type + "/" + name;
  }
}
