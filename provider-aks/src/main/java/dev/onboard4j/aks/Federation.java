package dev.onboard4j.aks;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whom a federated credential trusts. Entra compares the subject with its case.
 *
 * @param issuer who signs the tokens
 * @param subject whose tokens
 * @param audience whom the tokens are for
 */
record Federation(String issuer, String subject, String audience) {
  static final String ISSUER = "issuer";
  static final String SUBJECT = "subject";
  static final String AUDIENCES = "audiences";

  /** The fields of the state that wants this trust. */
  State.Builder desired() {
    return state(issuer, subject, List.of(audience));
  }

  /** The fields of an existing credential. */
  static State.Builder found(Tree credential) {
    return state(credential.text(ISSUER), credential.text(SUBJECT), credential.texts(AUDIENCES));
  }

  private static State.Builder state(String issuer, String subject, List<String> audiences) {
    return State.builder()
        .known(ISSUER, issuer)
        .known(SUBJECT, subject)
        .known(AUDIENCES, audiences);
  }

  /** What Azure gets. */
  Map<String, Object> body() {
    Map<String, Object> body = new TreeMap<>();
    body.put(ISSUER, issuer);
    body.put(SUBJECT, subject);
    body.put(AUDIENCES, List.of(audience));
    return body;
  }

  /** Whether a credential trusts the same; no other credential beside it may. */
  boolean isSame(Tree credential) {
    return credential.text(ISSUER).equals(issuer) && credential.text(SUBJECT).equals(subject);
  }

  /** A credential of another tool, in the words of a plan. */
  static String words(String name, Tree credential) {
    return name + ", " + credential.text(SUBJECT) + " of " + credential.text(ISSUER);
  }

  /** The access that a state gives: the subject acts as the identity. */
  static List<Grant> access(State state, String identity) {
    return Optional.ofNullable(state.json(SUBJECT))
        .map(
            subject ->
                new Grant(
                    subject + " of " + state.json(ISSUER),
                    new JustifiedPermission(
                        "log in as " + identity,
                        "the platform authenticates without a secret",
                        "the setting platform.principal"),
                    identity,
                    ""))
        .map(List::of)
        .orElse(List.of());
  }
}
