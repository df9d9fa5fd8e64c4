package dev.onboard4j.testkit.azure;

import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.function.IntFunction;

/**
 * A request that was understood.
 *
 * @param service {@code arm}, {@code graph} or {@code login}
 * @param action what it does: for Resource Manager, the action that it requires
 * @param resource what it names
 * @param effect whether it writes
 * @param answer answers it; gets the number of reads that miss what it makes
 */
record AzureAsked(
    String service,
    String action,
    String resource,
    RecordedCall.Effect effect,
    IntFunction<AzureReply> answer) {
  String name() {
    return service + ":" + action;
  }
}
