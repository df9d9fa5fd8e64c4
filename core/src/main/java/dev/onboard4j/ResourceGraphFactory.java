package dev.onboard4j;

import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything the sessions declare, and what the blueprint asks for that nobody here can do. */
final class ResourceGraphFactory {
  private ResourceGraphFactory() {}

  static ResourceGraph graph(Sessions sessions) {
    List<Resource> all = new ArrayList<>();
    for (Session session : sessions.all()) {
      all.addAll(session.resources());
    }
    all.addAll(missing(sessions.blueprint(), sessions.contributors()));
    return ResourceGraph.of(all);
  }

  private static List<Resource> missing(Blueprint blueprint, Contributors contributors) {
    Set<String> here = contributors.all().stream().map(Contributor::id).collect(Collectors.toSet());
    return blueprint.contributors().entrySet().stream()
        .filter(section -> !here.contains(section.getKey()))
        .map(section -> byHand(blueprint.id(), section.getKey(), section.getValue()))
        .toList();
  }

  private static Resource byHand(String blueprint, String section, Map<String, Object> data) {
    Object artifact = data.getOrDefault("artifact", "the jar that contributes '" + section + "'");
    String words =
        blueprint
            + " has a section '"
            + section
            + "' that nothing on the class path can do: add "
            + artifact;
    return Resource.of(
            ResourceId.of("blueprint-section", section),
            ResourceKind.COMPONENT,
            State.empty(),
            new Nobody())
        .doneByHand(words, words);
  }

  /** Stands where no handler is. */
  private record Nobody() implements ResourceHandler {
    @Override
    public Observed read(Resource resource, RequestContext requests) {
      return Observed.absent();
    }

    @Override
    public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
      return List.of();
    }

    @Override
    public Observed write(
        Resource resource, Observed before, State after, RequestContext requests) {
      return before;
    }
  }
}
