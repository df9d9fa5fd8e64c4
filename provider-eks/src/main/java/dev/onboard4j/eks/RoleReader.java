package dev.onboard4j.eks;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/** Reads a role whole: trust, attachments, inline policies, and who else uses it. */
final class RoleReader {
  static final String PATH = "path";
  static final String TRUST = "trust";
  static final String DESCRIPTION = "description";
  static final String BOUNDARY = "permissions-boundary";
  static final String ATTACHMENTS = "attachments";
  static final String INLINE = "inline.";

  private static final String INLINE_EXTRA = "inline policy ";
  private static final String PROFILE_EXTRA = "instance profile ";

  private final EksClients clients;
  private final EksMarks marks;
  private final RoleIdentity role;

  RoleReader(EksClients clients, EksMarks marks, RoleIdentity role) {
    this.clients = clients;
    this.marks = marks;
    this.role = role;
  }

  /** What one parallel round brings back. */
  private record Round(
      Optional<Role> found,
      List<String> attached,
      List<String> inline,
      List<String> profiles,
      Optional<String> document) {}

  Observed read(RequestContext requests) {
    Round round = round(requests);
    if (round.found().isEmpty()) {
      return Observed.absent();
    }
    Role found = round.found().get();
    Map<String, String> tags = tags(found.tags());
    State.Builder state =
        State.builder()
            .fixed(PATH, found.path())
            .known(TRUST, PolicyDocument.fromIam(found.assumeRolePolicyDocument()))
            .known(DESCRIPTION, Objects.requireNonNullElse(found.description(), ""))
            .members(ATTACHMENTS, round.attached())
            .each(Fields.TAGS, tags);
    if (found.permissionsBoundary() != null) {
      state.known(BOUNDARY, found.permissionsBoundary().permissionsBoundaryArn());
    }
    round
        .document()
        .ifPresent(text -> state.known(INLINE + role.inline(), PolicyDocument.fromIam(text)));
    return Observed.of(state.build(), marks.owner(tags))
        .withExtras(extras(round))
        .withOutputs(
            Map.of(
                role.outputPrefix() + "role-arn",
                found.arn(),
                role.outputPrefix() + "role-id",
                found.roleId()));
  }

  @SuppressWarnings("unchecked") // the round's answers come back in the order of its questions
  private Round round(RequestContext requests) {
    List<Supplier<Object>> questions = new ArrayList<>();
    questions.add(() -> find(requests));
    questions.add(() -> attached(requests));
    questions.add(() -> inline(requests));
    questions.add(() -> profiles(requests));
    String inline = role.inline();
    questions.add(() -> inline == null ? Optional.empty() : document(requests, inline));
    List<Object> answers = requests.all(questions);
    return new Round(
        (Optional<Role>) answers.get(0),
        (List<String>) answers.get(1),
        (List<String>) answers.get(2),
        (List<String>) answers.get(3),
        (Optional<String>) answers.get(4));
  }

  /** The role itself; shared within a phase, as the access entry looks at it too. */
  Optional<Role> find(RequestContext requests) {
    return requests.cached(
        "iam:GetRole " + role.name(),
        () ->
            Aws.find(
                requests,
                "iam:GetRole",
                role.arn(),
                NoSuchEntityException.class,
                () -> clients.iam().getRole(r -> r.roleName(role.name())).role()));
  }

  private List<String> attached(RequestContext requests) {
    return Aws.list(
            requests,
            "iam:ListAttachedRolePolicies",
            role.arn(),
            NoSuchEntityException.class,
            marker -> {
              var page =
                  clients
                      .iam()
                      .listAttachedRolePolicies(r -> r.roleName(role.name()).marker(marker));
              return new Aws.Page<>(
                  page.attachedPolicies(), next(page.isTruncated(), page.marker()));
            })
        .stream()
        .map(AttachedPolicy::policyArn)
        .toList();
  }

  private List<String> inline(RequestContext requests) {
    return Aws.list(
        requests,
        "iam:ListRolePolicies",
        role.arn(),
        NoSuchEntityException.class,
        marker -> {
          var page = clients.iam().listRolePolicies(r -> r.roleName(role.name()).marker(marker));
          return new Aws.Page<>(page.policyNames(), next(page.isTruncated(), page.marker()));
        });
  }

  /** The instance profiles that hold it, without the one we make. */
  private List<String> profiles(RequestContext requests) {
    return Aws.list(
            requests,
            "iam:ListInstanceProfilesForRole",
            role.arn(),
            NoSuchEntityException.class,
            marker -> {
              var page =
                  clients
                      .iam()
                      .listInstanceProfilesForRole(r -> r.roleName(role.name()).marker(marker));
              return new Aws.Page<>(
                  page.instanceProfiles(), next(page.isTruncated(), page.marker()));
            })
        .stream()
        .map(InstanceProfile::instanceProfileName)
        .filter(name -> !name.equals(role.name()))
        .toList();
  }

  private Optional<String> document(RequestContext requests, String name) {
    return Aws.find(
        requests,
        "iam:GetRolePolicy",
        role.arn(),
        NoSuchEntityException.class,
        () ->
            clients
                .iam()
                .getRolePolicy(r -> r.roleName(role.name()).policyName(name))
                .policyDocument());
  }

  static @Nullable String next(@Nullable Boolean truncated, @Nullable String marker) {
    return Boolean.TRUE.equals(truncated) ? marker : null;
  }

  private List<String> extras(Round round) {
    TreeSet<String> extras = new TreeSet<>();
    round.inline().stream()
        .filter(name -> !name.equals(role.inline()))
        .forEach(name -> extras.add(INLINE_EXTRA + name));
    round.profiles().forEach(name -> extras.add(PROFILE_EXTRA + name));
    return List.copyOf(extras);
  }

  /** All inline policies of a role that was read, ours and others'. */
  static List<String> inlinePolicies(Observed role) {
    List<String> names = new ArrayList<>(named(role, INLINE_EXTRA));
    role.state().fields().keySet().stream()
        .filter(field -> field.startsWith(INLINE))
        .forEach(field -> names.add(field.substring(INLINE.length())));
    return names;
  }

  /** The instance profiles beside ours that hold a role that was read. */
  static List<String> otherProfiles(Observed role) {
    return named(role, PROFILE_EXTRA);
  }

  private static List<String> named(Observed role, String prefix) {
    return role.extras().stream()
        .filter(extra -> extra.startsWith(prefix))
        .map(extra -> extra.substring(prefix.length()))
        .toList();
  }

  static Map<String, String> tags(List<Tag> tags) {
    Map<String, String> map = new TreeMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }
}
