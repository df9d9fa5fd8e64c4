package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The query options of a listing: Graph, "Use the $filter query parameter" and "Advanced query
 * capabilities on Microsoft Entra ID objects".
 */
final class GraphFilter {
  private static final Set<String> OPTIONS =
      Set.of("$filter", "$select", "$top", "$count", "$skiptoken", "$search", "$orderby");
  private static final String VALUE = "'((?:[^']|'')*)'";
  private static final Pattern EQUAL = Pattern.compile("(\\w+) (eq|ne) " + VALUE);
  private static final Pattern FUNCTION =
      Pattern.compile("(?i)(startswith|endswith)\\((\\w+),\\s*" + VALUE + "\\)");
  private static final Pattern ANY =
      Pattern.compile("tags/any\\((\\w+):\\s*\\1 eq " + VALUE + "\\)");
  private static final Pattern SEARCH = Pattern.compile("\"(\\w+):(.*)\"");

  private GraphFilter() {}

  static List<ObjectNode> chosen(AzureCall call, boolean eventual, List<ObjectNode> all) {
    check(call, eventual);
    List<ObjectNode> chosen = new ArrayList<>(all);
    String filter = call.query("$filter");
    for (String part : AzureFilters.conditions(filter)) {
      chosen.removeIf(one -> !matches(one, part.strip()));
    }
    Matcher search = SEARCH.matcher(call.query("$search"));
    if (search.matches()) {
      String wanted = search.group(2).toLowerCase(Locale.ROOT);
      chosen.removeIf(one -> !lower(one, search.group(1)).contains(wanted));
    }
    return chosen;
  }

  private static void check(AzureCall call, boolean eventual) {
    for (String option : call.request().query().keySet()) {
      if (!OPTIONS.contains(option)) {
        throw AzureWorld.notServed("the query option " + option);
      }
    }
    String filter = call.query("$filter");
    boolean advanced =
        filter.contains(" ne ")
            || filter.toLowerCase(Locale.ROOT).contains("endswith(")
            || filter.startsWith("not")
            || !call.query("$search").isEmpty()
            || !call.query("$orderby").isEmpty();
    boolean counted = call.query("$count").equals("true");
    if (advanced && !(eventual && counted)) {
      throw new AzureFailure(
          400,
          "Request_UnsupportedQuery",
          "Unsupported Query. Use the ConsistencyLevel header and $count=true.");
    }
  }

  private static boolean matches(ObjectNode object, String condition) {
    Matcher equal = EQUAL.matcher(condition);
    if (equal.matches()) {
      boolean same = lower(object, equal.group(1)).equals(value(equal.group(3)));
      return same == equal.group(2).equals("eq");
    }
    Matcher function = FUNCTION.matcher(condition);
    if (function.matches()) {
      String held = lower(object, function.group(2));
      String wanted = value(function.group(3));
      return function.group(1).equalsIgnoreCase("startswith")
          ? held.startsWith(wanted)
          : held.endsWith(wanted);
    }
    Matcher any = ANY.matcher(condition);
    if (any.matches()) {
      return AzureJson.texts(object.path("tags")).contains(any.group(2).replace("''", "'"));
    }
    throw AzureWorld.notServed("the filter " + condition);
  }

  /** The directory compares texts without case. */
  private static String lower(JsonNode object, String member) {
    return AzureJson.text(object, member).toLowerCase(Locale.ROOT);
  }

  private static String value(String quoted) {
    return quoted.replace("''", "'").toLowerCase(Locale.ROOT);
  }

  /** Only the properties that the request selects. */
  static ObjectNode selected(AzureCall call, ObjectNode object) {
    String select = call.query("$select");
    if (!select.isEmpty()) {
      object.retain(List.of(select.replace(" ", "").split(",", -1)));
    }
    return object;
  }
}
