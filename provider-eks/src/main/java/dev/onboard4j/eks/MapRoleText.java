package dev.onboard4j.eks;

import dev.onboard4j.kubernetes.KubeJson;
import java.util.regex.Pattern;

/** Renders an entry in block style or flow style. */
final class MapRoleText {
  // Contains a colon, so that YAML reads it as text, and does not end in one.
  private static final Pattern PLAIN =
      Pattern.compile("(?=.*:)[A-Za-z][A-Za-z0-9:/_.@{}-]*[A-Za-z0-9}]");

  private MapRoleText() {}

  static String block(MapRole role, String indent, String line) {
    StringBuilder text = new StringBuilder();
    text.append(indent).append("- rolearn: ").append(scalar(role.roleArn())).append(line);
    text.append(indent).append("  username: ").append(scalar(role.username())).append(line);
    text.append(indent).append("  groups:").append(line);
    role.groups()
        .forEach(group -> text.append(indent).append("    - ").append(scalar(group)).append(line));
    return text.toString();
  }

  static String flow(MapRole role) {
    StringBuilder groups = new StringBuilder();
    for (String group : role.groups()) {
      groups.append(groups.isEmpty() ? "" : ", ").append(quoted(group));
    }
    return "{\"rolearn\": "
        + quoted(role.roleArn())
        + ", \"username\": "
        + quoted(role.username())
        + ", \"groups\": ["
        + groups
        + "]}";
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() ? text : quoted(text);
  }

  /** Quotes as JSON, because every JSON string is valid YAML. */
  private static String quoted(String text) {
    return KubeJson.write(text);
  }
}
