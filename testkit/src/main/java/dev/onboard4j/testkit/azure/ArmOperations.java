package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Long-running operations: azure-docs, "Track asynchronous Azure operations", and az's recordings.
 * Guarded by the world.
 */
final class ArmOperations {
  private static final String READ = "Microsoft.ContainerService/locations/%s/read";

  private final AzureWorld world;
  private final Map<String, Operation> running = new LinkedHashMap<>();
  private int polls = 1;
  private Optional<AzureFailure> next = Optional.empty();

  private static final class Operation {
    private final String id;
    private final Instant start;
    private final Optional<AzureFailure> failure;
    private final Consumer<Boolean> finish;
    private int left;
    private Optional<Instant> end = Optional.empty();

    Operation(
        String id,
        Instant start,
        int polls,
        Optional<AzureFailure> failure,
        Consumer<Boolean> finish) {
      this.id = id;
      this.start = start;
      this.left = polls;
      this.failure = failure;
      this.finish = finish;
    }

    void poll(Instant now) {
      if (left > 0) {
        left--;
      } else if (end.isEmpty()) {
        end = Optional.of(now);
        finish.accept(failure.isPresent());
      }
    }
  }

  ArmOperations(AzureWorld world) {
    this.world = world;
  }

  void polls(int times) {
    polls = times;
  }

  /** Lets the next operation fail when it ends. */
  void failNext(String code, String message) {
    next = Optional.of(new AzureFailure(200, code, message));
  }

  void routes(Arm arm) {
    String at = "microsoft.containerservice/locations/*/";
    arm.add(
        "GET",
        at + "operations/*",
        READ.formatted("operations"),
        ArmRoute.OPERATIONS,
        this::status);
    arm.add(
        "GET",
        at + "operationresults/*",
        READ.formatted("operationresults"),
        ArmRoute.OPERATIONS,
        this::result);
  }

  /** Begins; {@code finish} hears whether it failed. There is no Retry-After: az's recordings. */
  AzureReply start(
      AzureCall call,
      String subscription,
      String location,
      String namespace,
      Consumer<Boolean> finish) {
    String id = world.ids().next("operation");
    running.put(id, new Operation(id, world.clock().instant(), polls, next, finish));
    next = Optional.empty();
    String at = AzureId.ofSubscription(subscription) + "/providers/" + namespace + "/locations/";
    String base = call.base() + at + location + "/";
    return AzureReply.empty(202)
        .header("Azure-AsyncOperation", base + "operations/" + id + signature())
        .header("Location", base + "operationresults/" + id + signature());
  }

  /** Since 2024 these links are signed, and several thousand characters long. */
  private static String signature() {
    return "?api-version=2016-03-30&t=638000000000000000&c=" + "MIIH".repeat(500) + "&s=sig&h=hash";
  }

  private Operation polled(ArmCall call) {
    Operation operation =
        Optional.ofNullable(running.get(call.name()))
            .orElseThrow(
                () ->
                    new AzureFailure(
                        404, "NotFound", "The operation '" + call.name() + "' was not found."));
    operation.poll(world.clock().instant());
    return operation;
  }

  private AzureReply status(ArmCall call) {
    Operation operation = polled(call);
    ObjectNode body = AzureJson.object();
    // The name is another spelling of the id: az's recordings.
    body.put("name", swapped(operation.id));
    body.put("startTime", operation.start.toString());
    body.put("status", status(operation));
    operation.end.ifPresent(end -> body.put("endTime", end.toString()));
    if (operation.end.isPresent() && operation.failure.isPresent()) {
      AzureFailure failure = operation.failure.get();
      body.putObject("error").put("code", failure.code()).put("message", failure.text());
    }
    return AzureReply.of(200, body).indented();
  }

  private static String status(Operation operation) {
    if (operation.end.isEmpty()) {
      return "InProgress";
    }
    return operation.failure.isPresent() ? "Failed" : "Succeeded";
  }

  private static String swapped(String id) {
    List<String> parts = List.of(id.split("-", -1));
    return reversed(parts.get(0)) + id.substring(8);
  }

  private static String reversed(String part) {
    return part.substring(6) + part.substring(4, 6) + part.substring(2, 4) + part.substring(0, 2);
  }

  private AzureReply result(ArmCall call) {
    Operation operation = polled(call);
    if (operation.end.isEmpty()) {
      return AzureReply.empty(202).header("Location", call.call().base() + call.call().path());
    }
    if (operation.failure.isPresent()) {
      throw operation.failure.map(one -> new AzureFailure(409, one.code(), one.text())).get();
    }
    return AzureReply.empty(204);
  }

  /** Ends what runs, as it will. */
  void finish() {
    for (Operation operation : running.values()) {
      operation.left = 0;
      operation.poll(world.clock().instant());
    }
  }
}
