package dev.onboard4j.aks;

import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Sends requests to Azure through the engine and translates Azure's errors. */
final class Azure {
  private final AksClients clients;

  Azure(AksClients clients) {
    this.clients = clients;
  }

  Tree read(RequestContext requests, AzureRequest request) {
    return requests.read(
        request.api(), () -> AzureErrors.translated(request.api(), () -> clients.send(request)));
  }

  /** Reads an object; empty if Azure says that there is none. */
  Optional<Tree> find(RequestContext requests, AzureRequest request) {
    return ask(requests, request).tree();
  }

  /** Reads an object; that there is none is an answer, which tells what is missing. */
  Answer ask(RequestContext requests, AzureRequest request) {
    return requests.read(
        request.api(),
        () ->
            AzureErrors.translated(
                request.api(), () -> unless(AzureErrors::isAbsence, () -> clients.send(request))));
  }

  /** Reads all pages of a list; none if what it belongs to does not exist. */
  List<Tree> list(RequestContext requests, AzureRequest request) {
    return listed(requests, request).orElse(List.of());
  }

  /** Reads all pages of a list; empty if what it belongs to does not exist. */
  Optional<List<Tree>> listed(RequestContext requests, AzureRequest request) {
    Optional<Tree> page = find(requests, request);
    if (page.isEmpty()) {
      return Optional.empty();
    }
    List<Tree> all = new ArrayList<>();
    while (page.isPresent()) {
      all.addAll(page.get().objects("value"));
      Tree last = page.get();
      Optional<String> next = last.optional("nextLink").or(() -> last.optional("@odata.nextLink"));
      page = next.map(address -> read(requests, request.at(address)));
    }
    return Optional.of(all);
  }

  Tree write(RequestContext requests, AzureRequest request) {
    return requests.write(
        request.api(), () -> AzureErrors.translated(request.api(), () -> clients.send(request)));
  }

  /** Sends a write; an expected refusal is an answer. */
  Answer tried(RequestContext requests, AzureRequest request, Predicate<AzureError> expected) {
    return requests.write(
        request.api(),
        () ->
            AzureErrors.translated(
                request.api(), () -> unless(expected, () -> clients.send(request))));
  }

  /** Deletes an object; one that is absent already is deleted. */
  void delete(RequestContext requests, AzureRequest request) {
    tried(requests, request, AzureErrors::isAbsence);
  }

  private static Answer unless(Predicate<AzureError> expected, Supplier<Tree> send) {
    try {
      return new Answer(Optional.of(send.get()), Optional.empty());
    } catch (AzureException e) {
      if (expected.test(e.error())) {
        return new Answer(Optional.empty(), Optional.of(e.error()));
      }
      throw e;
    }
  }

  /** The reply, or the expected refusal. */
  record Answer(Optional<Tree> tree, Optional<AzureError> refusal) {}
}
