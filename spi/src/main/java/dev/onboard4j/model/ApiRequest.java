package dev.onboard4j.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Names one request to an API. Immutable.
 *
 * <pre>{@code
 * ApiRequest.of("iam", "GetRole", new RequiredPermission("iam:GetRole", arn));
 * }</pre>
 *
 * @param api the API that is asked, whose rate limit counts: {@code iam}, {@code kubernetes}
 * @param operation the operation, in the words of the API's reference: {@code GetRole}
 * @param account whose rate limit of the API counts; empty for the account that owns the cluster
 * @param permissions what the caller needs for it; named as missing when the API denies it
 */
public record ApiRequest(
    String api, String operation, String account, List<RequiredPermission> permissions) {
  private static final Pattern API = Pattern.compile("[a-z][a-z0-9.-]*");

  /**
   * Checks the names and keeps an unmodifiable copy.
   *
   * @throws IllegalArgumentException if the API's name is not in lower case or the operation blank
   */
  public ApiRequest {
    if (!API.matcher(api).matches()) {
      throw new IllegalArgumentException("the name of an API is in lower case, not '" + api + "'");
    }
    if (operation.isBlank()) {
      throw new IllegalArgumentException("a request to " + api + " has no operation");
    }
    permissions = List.copyOf(permissions);
  }

  /** A request that counts for the account that owns the cluster. */
  public static ApiRequest of(String api, String operation, RequiredPermission... permissions) {
    return new ApiRequest(api, operation, "", List.of(permissions));
  }

  /** The same request, counted for another account: a platform's own. */
  public ApiRequest countedFor(String owner) {
    return new ApiRequest(api, operation, owner, permissions);
  }

  /** As logs and events show it: {@code iam:GetRole}. */
  @Override
  public String toString() {
    return api + ":" + operation;
  }
}
