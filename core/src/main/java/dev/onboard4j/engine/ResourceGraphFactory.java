package dev.onboard4j.engine;

import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Resource.ManualSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Adds manual steps for blueprint sections without a contributor to the declared resources. */
final class ResourceGraphFactory {
  private ResourceGraphFactory() {}

  static ResourceGraph graph(Sessions sessions, Declarations declarations) {
    List<Resource> all = new ArrayList<>(declarations.resources());
    all.addAll(missing(sessions.blueprint(), sessions.contributors()));
    return ResourceGraph.of(all);
  }

  private static List<Resource> missing(Blueprint blueprint, Contributors contributors) {
    Set<String> installed =
        contributors.all().stream().map(Contributor::id).collect(Collectors.toSet());
    return blueprint.contributors().entrySet().stream()
        .filter(section -> !installed.contains(section.getKey()))
        .map(section -> manual(blueprint.id(), section.getKey(), section.getValue()))
        .toList();
  }

  private static Resource manual(String blueprint, String section, Map<String, Object> data) {
    Object artifact = data.getOrDefault("artifact", "the jar that contributes '" + section + "'");
    String instruction =
        blueprint
            + " has a section '"
            + section
            + "' that nothing on the class path can do: add "
            + artifact;
    return Resource.manual(
        ResourceId.of("blueprint-section", section),
        ResourceKind.COMPONENT,
        ManualSteps.of(instruction, instruction));
  }
}
