package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.PermissionChecker;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DeclarationsTest {
  private static final RequiredPermission IAM = new RequiredPermission("iam:GetRole", "*");
  private static final RequiredPermission KUBERNETES =
      new RequiredPermission("kubernetes:get roles", "*");
  private static final RequiredPermission OTHER = new RequiredPermission("mail:Send", "*");

  /** Knows the permissions of one prefix, and names them in a document of that name. */
  private record Knowing(String prefix) implements PermissionChecker {
    @Override
    public boolean knows(RequiredPermission permission) {
      return permission.permission().startsWith(prefix);
    }

    @Override
    public SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
      return new TreeMap<>(Map.of(prefix, permissions));
    }
  }

  private final Declarations declarations =
      new Declarations(
          List.of(
              Declaration.of(List.of())
                  .checkedBy(new Knowing("iam:"))
                  .readingFactsWith(List.of(OTHER)),
              Declaration.of(List.of()).readingFactsWith(List.of(IAM)),
              Declaration.of(List.of()).checkedBy(new Knowing("kubernetes:"))));

  @Test
  void eachPermissionIsAskedOfTheCheckerThatKnowsIt() {
    assertThat(declarations.documents(List.of(KUBERNETES, IAM)))
        .containsExactly(
            Map.entry("iam:", List.of(IAM)), Map.entry("kubernetes:", List.of(KUBERNETES)));
  }

  @Test
  void aPermissionThatNoCheckerKnowsIsUnknownAndNotLost() {
    assertThat(declarations.check(List.of(OTHER), null))
        .containsExactly(PermissionCheck.unknown(OTHER, "nothing here answers for it"));
  }

  @Test
  void thePermissionsOfTheFactsAreThoseOfAllContributors() {
    assertThat(declarations.factPermissions()).containsExactly(IAM, OTHER);
  }
}
