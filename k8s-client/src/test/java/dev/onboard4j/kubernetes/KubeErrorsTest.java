package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the category and the missing permissions of failed requests. */
final class KubeErrorsTest {
  private static final ObjectRef BINDING =
      ObjectRef.of(KubeKind.ROLE_BINDING, "agent", "agent-binding");
  private static final Map<String, Object> BODY =
      Map.of("roleRef", Map.of("kind", "ClusterRole", "name", "view"));

  private static OnboardingException denied(String message) {
    ApiRequest request = Escalation.naming(BINDING.request("update"), BINDING, BODY);
    return KubeErrors.of(
        request, new Transport.Answer("update it", 403, Map.of("message", message), null));
  }

  @Test
  void aDeniedBindingNamesTheVerbBindOnTheRole() {
    assertThat(denied("x is " + Escalation.MESSAGE).missing())
        .containsExactly(
            new RequiredPermission(
                "kubernetes:bind clusterroles.rbac.authorization.k8s.io", "view"));
  }

  @Test
  void aDenialOfTheVerbItselfNamesTheVerb() {
    assertThat(denied("cannot update").missing())
        .containsExactlyElementsOf(BINDING.request("update").permissions());
  }

  @Test
  void aPageOfAProxyIsNotRepeatedForReads() {
    Transport.Answer page = new Transport.Answer("get it", 200, Map.of(), null);
    assertThat(KubeErrors.notJson(BINDING.request("get"), page).category())
        .isEqualTo(Category.CONFLICT);
    assertThat(KubeErrors.notJson(BINDING.request("update"), page).category())
        .isEqualTo(Category.UNKNOWN_OUTCOME);
  }

  /** The JDK words the second look-up of a name in another way than the first one. */
  @Test
  void anUnknownHostIsToldInTheSameWordsEachTime() {
    IOException first = new UnknownHostException("prod.example: Name or service not known");
    IOException second = new UnknownHostException("prod.example");
    assertThat(KubeErrors.of("get it", first))
        .hasMessage("get it: the name of the host cannot be resolved")
        .hasMessage(KubeErrors.of("get it", second).getMessage());
  }
}
