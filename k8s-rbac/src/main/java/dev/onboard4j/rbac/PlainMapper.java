package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.model.State;
import java.util.Map;

/** Maps an object of which only the existence matters: a service account, a namespace. */
final class PlainMapper implements ObjectMapper {
  private static final String KIND = "kind";

  private final KubeKind kind;

  PlainMapper(KubeKind kind) {
    this.kind = kind;
  }

  State.Builder desired() {
    return State.builder().known(KIND, kind.kind());
  }

  @Override
  public void observe(Map<String, Object> object, State.Builder state) {
    state.known(KIND, kind.kind());
  }

  @Override
  public void write(Map<String, Object> object, State target) {
    // Only the marks are written.
  }
}
