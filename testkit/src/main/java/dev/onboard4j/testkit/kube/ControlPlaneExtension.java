package dev.onboard4j.testkit.kube;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a parameter of type {@link ControlPlane}: one for all of them, started when first
 * asked for.
 *
 * <pre>{@code
 * @ExtendWith(ControlPlaneExtension.class)
 * class MyTest {
 *   @Test
 *   void works(ControlPlane plane) {}
 * }
 * }</pre>
 */
public final class ControlPlaneExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ControlPlaneExtension.class);

  /** Used by JUnit. */
  public ControlPlaneExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ControlPlane.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // JUnit closes what is in the root's store when all tests are done.
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(ControlPlane.class, type -> started(), ControlPlane.class);
  }

  private static ControlPlane started() {
    String assets = System.getenv(ControlPlane.ASSETS);
    if (assets == null) {
      throw new IllegalStateException(
          ControlPlane.ASSETS + " has to name the folder of etcd and kube-apiserver");
    }
    return ControlPlane.start(Path.of(assets));
  }
}
