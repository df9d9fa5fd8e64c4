package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.support.Lazy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/** Reads a role: trust, attachments, inline policies and instance profiles. */
final class RoleReader {
  static final String PATH = "path";
  static final String TRUST = "trust";
  static final String DESCRIPTION = "description";
  static final String BOUNDARY = "permissions-boundary";
  static final String FORMER_BOUNDARY = "former-permissions-boundary";
  static final String ATTACHMENTS = "attachments";
  static final String INLINE = "inline.";

  private static final String INLINE_EXTRA = "inline policy";

  /** Narrows what a role may do, and ends with the role. */
  static final String BOUNDARY_EXTRA = "permissions boundary of others";

  private static final String PROFILE_EXTRA = "instance profile";

  private final EksClients clients;
  private final EksMarks marks;
  private final RoleIdentity role;
  private final IamRequests iam;

  RoleReader(EksClients clients, EksMarks marks, Arns arns, RoleIdentity role) {
    this.clients = clients;
    this.marks = marks;
    this.role = role;
    iam = new IamRequests(arns);
  }

  /** The responses of one parallel round of reads. */
  private record Round(
      Optional<Role> found,
      List<String> attached,
      List<String> inline,
      List<String> profiles,
      Optional<String> document) {}

  List<RequiredPermission> permissions() {
    List<ApiRequest> reads = new ArrayList<>();
    reads.add(iam.getRole(role.name()));
    reads.add(iam.listAttachedRolePolicies(role.name()));
    reads.add(iam.listRolePolicies(role.name()));
    reads.add(iam.listInstanceProfilesForRole(role.name()));
    if (role.inline() != null) {
      reads.add(iam.getRolePolicy(role.name()));
    }
    return Aws.permissions(reads);
  }

  Observed read(RequestContext requests) {
    Round round = round(requests);
    return round.found().map(found -> checked(found, round)).orElseGet(Observed::absent);
  }

  private Observed checked(Role found, Round round) {
    Observed observed = observed(found, round);
    IamPaths.check(observed.owner(), found.arn(), role.arn());
    return observed;
  }

  private Observed observed(Role found, Round round) {
    Map<String, String> tags = Tags.fromIam(found.tags());
    return Observed.of(state(found, round, tags), marks.ownerByName(tags))
        .withExtras(extras(found, round, tags))
        .withOutputs(
            Map.of(
                role.outputPrefix() + "role-arn",
                found.arn(),
                role.outputPrefix() + "role-id",
                found.roleId()));
  }

  private State state(Role found, Round round, Map<String, String> tags) {
    State.Builder state =
        State.builder()
            .fixed(PATH, found.path())
            .known(TRUST, PolicyDocument.fromIam(found.assumeRolePolicyDocument()))
            .known(DESCRIPTION, Objects.requireNonNullElse(found.description(), ""))
            .members(ATTACHMENTS, round.attached());
    Tags.observed(state, tags, marks);
    String boundary = boundary(found);
    if (!boundary.isEmpty()) {
      state.known(BOUNDARY, boundary);
    }
    state.known(FORMER_BOUNDARY, setByUs(tags) ? boundary : "");
    String field = INLINE + role.inline();
    round.document().ifPresent(text -> state.known(field, PolicyDocument.fromIam(text)));
    return state.build();
  }

  private static String boundary(Role found) {
    return found.permissionsBoundary() == null
        ? ""
        : found.permissionsBoundary().permissionsBoundaryArn();
  }

  /** Whether former settings set the boundary: one that others set is theirs. */
  private boolean setByUs(Map<String, String> tags) {
    return !marks.bounded() && tags.containsKey(EksMarks.BOUNDARY_MARK);
  }

  private Round round(RequestContext requests) {
    Lazy<Optional<Role>> found = Lazy.of(() -> find(requests));
    Lazy<List<String>> attached = Lazy.of(() -> attached(requests));
    Lazy<List<String>> inline = Lazy.of(() -> inline(requests));
    Lazy<List<String>> profiles = Lazy.of(() -> profiles(requests));
    Lazy<Optional<String>> document = Lazy.of(() -> document(requests));
    requests.all(
        List.<Supplier<Object>>of(
            found::get, attached::get, inline::get, profiles::get, document::get));
    return new Round(found.get(), attached.get(), inline.get(), profiles.get(), document.get());
  }

  /** Reads the role; the result is shared within a phase with the access entry. */
  Optional<Role> find(RequestContext requests) {
    return requests.cached(
        "iam:GetRole " + role.name(),
        () ->
            Aws.find(
                requests,
                iam.getRole(role.name()),
                NoSuchEntityException.class,
                () -> clients.iam().getRole(r -> r.roleName(role.name())).role()));
  }

  private List<String> attached(RequestContext requests) {
    List<AttachedPolicy> policies =
        Aws.list(
            requests,
            iam.listAttachedRolePolicies(role.name()),
            NoSuchEntityException.class,
            this::attachedPage);
    return policies.stream().map(AttachedPolicy::policyArn).toList();
  }

  private Aws.Page<AttachedPolicy> attachedPage(@Nullable String marker) {
    var page = clients.iam().listAttachedRolePolicies(r -> r.roleName(role.name()).marker(marker));
    return new Aws.Page<>(page.attachedPolicies(), Aws.next(page.isTruncated(), page.marker()));
  }

  private List<String> inline(RequestContext requests) {
    return Aws.list(
        requests,
        iam.listRolePolicies(role.name()),
        NoSuchEntityException.class,
        marker -> {
          var page = clients.iam().listRolePolicies(r -> r.roleName(role.name()).marker(marker));
          return new Aws.Page<>(page.policyNames(), Aws.next(page.isTruncated(), page.marker()));
        });
  }

  /** The instance profiles of other tools that hold the role. */
  private List<String> profiles(RequestContext requests) {
    List<InstanceProfile> profiles =
        Aws.list(
            requests,
            iam.listInstanceProfilesForRole(role.name()),
            NoSuchEntityException.class,
            this::profilePage);
    return profiles.stream()
        .map(InstanceProfile::instanceProfileName)
        .filter(name -> !name.equals(role.name()))
        .toList();
  }

  private Aws.Page<InstanceProfile> profilePage(@Nullable String marker) {
    var page =
        clients.iam().listInstanceProfilesForRole(r -> r.roleName(role.name()).marker(marker));
    return new Aws.Page<>(page.instanceProfiles(), Aws.next(page.isTruncated(), page.marker()));
  }

  private Optional<String> document(RequestContext requests) {
    String inline = role.inline();
    return inline == null ? Optional.empty() : document(requests, inline);
  }

  /** Reads one inline policy. */
  Optional<String> document(RequestContext requests, String name) {
    return Aws.find(
        requests,
        iam.getRolePolicy(role.name()),
        NoSuchEntityException.class,
        () ->
            clients
                .iam()
                .getRolePolicy(r -> r.roleName(role.name()).policyName(name))
                .policyDocument());
  }

  private List<Extra> extras(Role found, Round round, Map<String, String> tags) {
    List<Extra> extras = new ArrayList<>();
    if (!marks.bounded() && !setByUs(tags) && !boundary(found).isEmpty()) {
      extras.add(new Extra(BOUNDARY_EXTRA, boundary(found)));
    }
    round.inline().stream()
        .filter(name -> !name.equals(role.inline()))
        .forEach(name -> extras.add(Extra.broader(INLINE_EXTRA, name)));
    round.profiles().forEach(name -> extras.add(new Extra(PROFILE_EXTRA, name)));
    return extras;
  }

  /** The inline policies of other tools in a role. */
  static List<String> otherInlinePolicies(Observed role) {
    return role.extras(INLINE_EXTRA);
  }

  /** The fields of a role's state that hold inline policies. */
  static List<String> inlineFields(State role) {
    return role.fields().keySet().stream().filter(field -> field.startsWith(INLINE)).toList();
  }

  /** The instance profiles of other tools in the extras of a role. */
  static List<String> otherProfiles(Observed role) {
    return role.extras(PROFILE_EXTRA);
  }
}
