package dev.onboard4j.aks;

/** Carries a refusal of Azure to the place that translates it. */
final class AzureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient AzureError error;

  AzureException(AzureError error) {
    super(error.text());
    this.error = error;
  }

  AzureError error() {
    return error;
  }
}
