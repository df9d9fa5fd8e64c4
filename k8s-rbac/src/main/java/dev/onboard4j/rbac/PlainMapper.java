package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import java.util.List;
import java.util.Map;

/** An object that has to be there, whatever else is in it: a service account, a namespace. */
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
    // Its marks are all there is to write.
  }

  @Override
  public List<RequiredPermission> beyond(boolean creating) {
    return List.of();
  }
}
