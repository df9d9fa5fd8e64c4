package dev.onboard4j.aks;

import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Creates, tags and deletes the managed identity of a cluster; its tags contain the marks. */
final class ManagedIdentityHandler implements ResourceHandler {
  private static final String LOCATION = "location";
  private static final String MARK = "mark";

  private final Azure azure;
  private final AksNames names;
  private final ArmRequests api;
  private final AzureMarks marks;
  private final Identities identities;
  private final OtherRoles others;
  private final String tenant;

  ManagedIdentityHandler(
      Azure azure,
      AksNames names,
      AzureMarks marks,
      Identities identities,
      OtherRoles others,
      String tenant) {
    this.azure = azure;
    this.names = names;
    this.marks = marks;
    this.identities = identities;
    this.others = others;
    this.tenant = tenant;
    api = new ArmRequests(names);
  }

  /** The state in the region of the cluster; in any region if that is not known. */
  State desired(Optional<String> location) {
    State.Builder state = State.builder().each(MARK, marks.own());
    location.ifPresent(region -> state.fixed(LOCATION, region));
    return state.build();
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return identities
        .identity(requests)
        .map(found -> observed(found).withExtras(extras(found, requests)))
        .orElseGet(Observed::absent);
  }

  /** Who else can act as the identity, and what else it can do. */
  private List<Extra> extras(Tree identity, RequestContext requests) {
    List<Extra> all = new ArrayList<>(others.extras(principal(identity), requests));
    otherCredentials(requests)
        .map(
            one ->
                Extra.broader(
                    "federated credential that the plan keeps",
                    Federation.words(one.text("name"), one.object("properties"))))
        .forEach(all::add);
    return all;
  }

  private static String principal(Tree identity) {
    return identity.text("properties", "principalId");
  }

  private Stream<Tree> otherCredentials(RequestContext requests) {
    return identities.credentials(requests).stream()
        .filter(one -> !AzureIds.same(one.text("name"), names.identityCredential()));
  }

  private Optional<Observed> seen(RequestContext requests) {
    return identities.identity(requests).map(this::observed);
  }

  private Observed observed(Tree identity) {
    Map<String, String> tags = identity.map("tags");
    return Observed.of(
            State.builder()
                .fixed(LOCATION, identity.text(LOCATION))
                .each(MARK, marks.found(tags))
                .build(),
            marks.owner(tags))
        .withOutputs(
            Map.of(
                ApplicationHandler.CLIENT_ID,
                identity.text("properties", "clientId"),
                ApplicationHandler.TENANT_ID,
                tenant,
                ServicePrincipalHandler.PRINCIPAL_ID,
                identity.text("properties", "principalId"),
                "federation-id",
                identity.text("properties", "principalId")));
  }

  /** Credentials and roles of others would end with the identity. */
  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    List<String> all = new ArrayList<>();
    otherCredentials(requests)
        .forEach(one -> all.add("federated credential of another tool: " + one.text("name")));
    all.addAll(
        others.obstacles(
            observed.outputs().getOrDefault(ServicePrincipalHandler.PRINCIPAL_ID, ""), requests));
    return all;
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return AzureRequest.permissions(api.getIdentity(), api.listIdentityCredentials());
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    if (change.removes()) {
      return AzureRequest.permissions(api.deleteIdentity());
    }
    return change.replaces()
        ? AzureRequest.permissions(api.deleteIdentity(), api.putIdentity())
        : AzureRequest.permissions(api.putIdentity());
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    if (change.removes() || change.replaces()) {
      azure.delete(requests, api.deleteIdentity());
      requests.await(
          "identity " + names.identity() + " is deleted",
          () -> seen(requests).isPresent() ? Optional.empty() : Optional.of(true));
    }
    if (change.removes()) {
      return Observed.absent();
    }
    Optional<Tree> now = identities.identity(requests);
    Map<String, Object> tags =
        new TreeMap<>(now.map(identity -> identity.object("tags").members()).orElse(Map.of()));
    tags.putAll(marks.own());
    Map<String, Object> body = new TreeMap<>();
    body.put(
        LOCATION,
        now.map(identity -> identity.text(LOCATION)).orElseGet(() -> change.text(LOCATION)));
    body.put("tags", tags);
    azure.write(requests, api.putIdentity().sending(body));
    return requests.await(
        "identity " + names.identity() + " is visible as written",
        () ->
            seen(requests).filter(seen -> seen.state().covers(change.target(), change.retired())));
  }
}
