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
 * @param api the API, which is the unit of rate limiting: {@code iam}, {@code kubernetes}
 * @param operation the operation as the API's reference names it: {@code GetRole}
 * @param account the account whose rate limit counts; empty for the account of the cluster
 * @param permissions the permissions it requires; reported as missing when the API denies it
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
      throw new IllegalArgumentException("the name of an API must be in lower case: '" + api + "'");
    }
    if (operation.isBlank()) {
      throw new IllegalArgumentException("a request to " + api + " has no operation");
    }
    permissions = List.copyOf(permissions);
  }

  /** Creates a request that counts for the account of the cluster. */
  public static ApiRequest of(String api, String operation, RequiredPermission... permissions) {
    return new ApiRequest(api, operation, "", List.of(permissions));
  }

  /** Counts the request for another account: a platform's own. */
  public ApiRequest countedFor(String owner) {
    return new ApiRequest(api, operation, owner, permissions);
  }

  /** Returns the form that logs and events show: {@code iam:GetRole}. */
  @Override
  public String toString() {
    return api + ":" + operation;
  }
}
