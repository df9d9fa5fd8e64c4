package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Cuts listings into pages with a link to the next one. Guarded by the world. */
final class AzurePages {
  private static final String TOKEN = "$skiptoken";
  // Azure SDKs read a page's items from the member of that name.
  private static final String VALUE = "value";

  private int size;

  void size(int entries) {
    size = entries;
  }

  /** A page of a Resource Manager listing. */
  ObjectNode arm(AzureCall call, List<? extends JsonNode> all) {
    ObjectNode page = AzureJson.object();
    cut(call, all, size == 0 ? all.size() : size, page, "nextLink");
    return page;
  }

  /** A page of a Graph listing: 100 objects unless {@code $top} says otherwise, at most 999. */
  ObjectNode graph(AzureCall call, List<? extends JsonNode> all, String context) {
    String top = call.query("$top");
    ObjectNode page = AzureJson.object();
    page.put("@odata.context", call.base() + "/v1.0/$metadata#" + context);
    int standard = size == 0 ? 100 : size;
    cut(call, all, top.isEmpty() ? standard : Integer.parseInt(top), page, "@odata.nextLink");
    return page;
  }

  private static void cut(
      AzureCall call, List<? extends JsonNode> all, int size, ObjectNode page, String link) {
    String token = call.query(TOKEN);
    int from = Math.min(all.size(), token.isEmpty() ? 0 : Integer.parseInt(token.substring(1)));
    int to = Math.min(all.size(), from + size);
    if (to < all.size()) {
      page.put(link, link(call, to));
    }
    page.set(VALUE, AzureJson.array(all.subList(from, to)));
  }

  private static String link(AzureCall call, int next) {
    Map<String, String> query = new TreeMap<>(call.request().query());
    query.keySet().removeIf(name -> name.equalsIgnoreCase(TOKEN));
    query.put(TOKEN, "p" + next);
    return call.base()
        + call.request().path().stream()
            .map(AzurePages::encoded)
            .collect(Collectors.joining("/", "/", "?"))
        + query.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
