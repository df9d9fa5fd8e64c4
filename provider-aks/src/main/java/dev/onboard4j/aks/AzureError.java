package dev.onboard4j.aks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A refusal of Azure.
 *
 * @param status the HTTP status
 * @param code the code of the error; the empty string if the reply had none
 * @param message the words of Azure
 * @param retryAfter the pause that Azure asked for, or null
 */
record AzureError(int status, String code, String message, @Nullable Duration retryAfter) {
  /** Reads all forms that Azure's services have: nested, flat, and that of the token endpoint. */
  static AzureError of(int status, Tree body, @Nullable Duration retryAfter) {
    if (!body.text("error").isEmpty()) {
      return new AzureError(
          status, body.text("error"), firstLine(body.text("error_description")), retryAfter);
    }
    Tree error = body.has("error") ? body.object("error") : body;
    String message =
        error.optional("message").orElseGet(() -> error.object("message").text("value"));
    return new AzureError(status, error.text("code"), message, retryAfter);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  boolean is(String... codes) {
    for (String one : codes) {
      if (one.equalsIgnoreCase(code)) {
        return true;
      }
    }
    return false;
  }

  boolean says(String words) {
    return message.contains(words);
  }

  /** The error in the words of Azure. */
  String text() {
    return (code.isEmpty() ? "HTTP " + status : code) + ", " + message;
  }
}
