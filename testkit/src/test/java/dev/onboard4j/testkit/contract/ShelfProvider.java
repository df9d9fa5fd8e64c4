package dev.onboard4j.testkit.contract;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.PermissionChecker;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts two boxes on a {@link Shelf}, in order, with the flaw it is given. */
public final class ShelfProvider implements ClusterProvider {
  static final String ITEM = "shelf.item";
  private static final List<String> ITEMS = List.of("a", "b");

  record ShelfCluster(String name) implements ClusterRef {
    @Override
    public String provider() {
      return "shelf";
    }

    @Override
    public String account() {
      return "account";
    }

    @Override
    public String location() {
      return "here";
    }
  }

  @Override
  public String id() {
    return "shelf";
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.of(ITEM, Setting.Type.TEXT, "an item in each box"));
  }

  @Override
  public ClusterRef parse(URI uri) {
    return new ShelfCluster("prod");
  }

  @Override
  public Session open(SessionContext context) {
    Shelf shelf = context.given(Shelf.class).orElseThrow();
    Flaw flaw = context.given(Flaw.class).orElseThrow();
    String text =
        flaw == Flaw.WANTS_SOMETHING_ELSE_EACH_TIME ? "text " + shelf.calls().size() : "text";
    State wanted =
        State.builder()
            .known("text", text)
            .known("mark", Boxes.MARK)
            .fixed("shape", "square")
            .members("items", context.settings().text(ITEM).map(List::of).orElse(List.of()))
            .build();
    ResourceHandler boxes = new Boxes(shelf, flaw, context.operation());
    String own = flaw == Flaw.TAKES_SHARED_BOXES_FOR_ITS_OWN ? "" : prefix(context.cluster());
    ResourceId first = ResourceId.of("box", own + "first");
    return () ->
        Declaration.of(
                List.of(
                    box(first, wanted, boxes, flaw),
                    box(ResourceId.of("box", own + "second"), wanted, boxes, flaw)
                        .dependingOn(first)))
            .checkedBy(new Permissions());
  }

  /** The boxes of the first cluster have no prefix. */
  private static String prefix(ClusterRef cluster) {
    return cluster.name().equals("prod") ? "" : cluster.name() + "-";
  }

  private static Resource box(ResourceId id, State wanted, ResourceHandler boxes, Flaw flaw) {
    List<String> ours = flaw == Flaw.FORGETS_FORMER_SETTINGS ? List.of() : ITEMS;
    return Resource.of(id, ResourceKind.ROLE, wanted, boxes)
        .retiring(State.builder().members("items", ours).build());
  }

  private static final class Permissions implements PermissionChecker {
    @Override
    public boolean knows(RequiredPermission permission) {
      return permission.permission().startsWith("shelf:");
    }

    @Override
    public SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
      return new TreeMap<>(
          Map.of(
              "shelf",
              permissions.stream().map(one -> one.permission() + " " + one.resource()).toList()));
    }
  }
}
