package dev.onboard4j.testkit.google;

import com.google.iam.admin.v1.CreateServiceAccountRequest;
import com.google.iam.admin.v1.ListServiceAccountsResponse;
import com.google.iam.admin.v1.PatchServiceAccountRequest;
import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.admin.v1.UndeleteServiceAccountResponse;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import com.google.protobuf.Empty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service accounts of IAM, after the reference of the IAM API v1: projects.serviceAccounts, and
 * the quotas page.
 */
final class GcpAccounts {
  private static final Pattern NAME =
      Pattern.compile("projects/([^/]+)/serviceAccounts/([^/]+)(?:/keys/([^/]+))?");
  private static final Pattern ID = Pattern.compile("[a-z]([-a-z0-9]{4,28}[a-z0-9])");
  private static final List<String> FORBIDDING =
      List.of(
          "constraints/iam.disableServiceAccountCreation",
          "constraints/iam.managed.disableServiceAccountCreation");
  private static final int ACCOUNTS = 100;
  private static final int DISPLAY_NAME_BYTES = 100;
  private static final int DESCRIPTION_BYTES = 256;
  private static final Duration UNDELETABLE = Duration.ofDays(30);

  private final GcpWorld world;

  GcpAccounts(GcpWorld world) {
    this.world = world;
  }

  static Matcher parsed(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw GcpError.invalid("Invalid service account name: " + name);
    }
    return matcher;
  }

  /** The project of a name; {@code -} means the project in the e-mail. */
  GcpProject project(String name, String permission) {
    Matcher matcher = parsed(name);
    String id = matcher.group(1);
    String email = matcher.group(2);
    if (id.equals("-")) {
      id = email.replaceFirst(".*@", "").replaceFirst("\\.iam\\.gserviceaccount\\.com$", "");
    }
    return world.project(id, permission);
  }

  GcpAccount found(String name, String permission) {
    GcpProject project = enabled(project(name, permission));
    String key = parsed(name).group(2);
    GcpAccount account =
        project.accounts().values().stream()
            .filter(
                one ->
                    one.account().getEmail().equals(key) || one.account().getUniqueId().equals(key))
            .findFirst()
            .orElseThrow(() -> unknown(name));
    return switch (account.lookup()) {
      case FOUND -> account;
      case MISSED -> throw unknown(name);
      case DENIED -> throw GcpError.denied(permission, name);
    };
  }

  private static RuntimeException unknown(String name) {
    return GcpError.notFound("Unknown service account: " + name);
  }

  private GcpProject enabled(GcpProject project) {
    return world.answering("iam.googleapis.com", project);
  }

  ServiceAccount create(CreateServiceAccountRequest request, int hidden) {
    GcpProject project =
        enabled(
            world.project(
                request.getName().replaceFirst("^projects/", ""), "iam.serviceAccounts.create"));
    String id = request.getAccountId();
    if (!ID.matcher(id).matches()) {
      throw GcpError.invalid("Invalid account id: " + id);
    }
    ServiceAccount account = created(project, id, request.getServiceAccount());
    project
        .accounts()
        .put(account.getEmail(), new GcpAccount(account, project, world.clock(), hidden));
    return account;
  }

  private ServiceAccount created(GcpProject project, String id, ServiceAccount asked) {
    String email = id + "@" + project.id() + ".iam.gserviceaccount.com";
    checkCreation(project, id, email);
    return checked(
        asked.toBuilder()
            .setName("projects/" + project.id() + "/serviceAccounts/" + email)
            .setProjectId(project.id())
            .setUniqueId(String.valueOf(world.nextId()))
            .setEmail(email)
            .build());
  }

  private static void checkCreation(GcpProject project, String id, String email) {
    if (project.accounts().containsKey(email)) {
      throw GcpError.exists(
          "Service account %s already exists within project projects/%s."
              .formatted(id, project.id()));
    }
    for (String constraint : FORBIDDING) {
      if (project.constraints().contains(constraint)) {
        throw GcpError.constraint(
            "Service account creation is not allowed on this project.",
            constraint,
            "projects/" + project.id());
      }
    }
    if (project.accounts().size() >= ACCOUNTS) {
      throw GcpError.quota("Maximum number of service accounts on project reached.");
    }
  }

  private static ServiceAccount checked(ServiceAccount account) {
    if (account.getDisplayNameBytes().size() > DISPLAY_NAME_BYTES) {
      throw GcpError.invalid("The display name is longer than 100 bytes.");
    }
    if (account.getDescriptionBytes().size() > DESCRIPTION_BYTES) {
      throw GcpError.invalid("The description is longer than 256 bytes.");
    }
    return account;
  }

  ServiceAccount get(String name) {
    return found(name, "iam.serviceAccounts.get").account();
  }

  ListServiceAccountsResponse list(String name) {
    GcpProject project =
        enabled(world.project(name.replaceFirst("^projects/", ""), "iam.serviceAccounts.list"));
    ListServiceAccountsResponse.Builder all = ListServiceAccountsResponse.newBuilder();
    project.accounts().values().forEach(account -> all.addAccounts(account.account()));
    return all.build();
  }

  ServiceAccount patch(PatchServiceAccountRequest request) {
    GcpAccount account = found(request.getServiceAccount().getName(), "iam.serviceAccounts.update");
    ServiceAccount.Builder changed = account.account().toBuilder();
    for (String path : request.getUpdateMask().getPathsList()) {
      switch (path) {
        case "display_name" -> changed.setDisplayName(request.getServiceAccount().getDisplayName());
        case "description" -> changed.setDescription(request.getServiceAccount().getDescription());
        default -> throw GcpError.invalid("Invalid field in the update mask: " + path);
      }
    }
    account.account(checked(changed.build()));
    return account.account();
  }

  Empty disable(String name) {
    return switched(found(name, "iam.serviceAccounts.disable"), true);
  }

  Empty enable(String name) {
    return switched(found(name, "iam.serviceAccounts.enable"), false);
  }

  private static Empty switched(GcpAccount account, boolean disabled) {
    account.account(account.account().toBuilder().setDisabled(disabled).build());
    return Empty.getDefaultInstance();
  }

  Empty delete(String name) {
    GcpAccount account = found(name, "iam.serviceAccounts.delete");
    GcpProject project = project(name, "iam.serviceAccounts.delete");
    ServiceAccount deleted = account.account();
    project.accounts().remove(deleted.getEmail());
    account.deletedAt(world.clock().instant());
    project.deletedAccounts().put(deleted.getUniqueId(), account);
    String live = "serviceAccount:" + deleted.getEmail();
    String dead = "deleted:" + live + "?uid=" + deleted.getUniqueId();
    project.policy().rename(live, dead);
    project.accounts().values().forEach(other -> other.policy().rename(live, dead));
    return Empty.getDefaultInstance();
  }

  UndeleteServiceAccountResponse undelete(String name) {
    GcpProject project = enabled(project(name, "iam.serviceAccounts.undelete"));
    GcpAccount account = project.deletedAccounts().get(parsed(name).group(2));
    Instant now = world.clock().instant();
    if (account == null || account.deletedAt().plus(UNDELETABLE).isBefore(now)) {
      throw unknown(name);
    }
    ServiceAccount restored = account.account();
    if (project.accounts().containsKey(restored.getEmail())) {
      throw GcpError.exists("Service account " + restored.getEmail() + " already exists.");
    }
    restore(project, account);
    return UndeleteServiceAccountResponse.newBuilder().setRestoredAccount(restored).build();
  }

  private static void restore(GcpProject project, GcpAccount account) {
    ServiceAccount restored = account.account();
    project.deletedAccounts().remove(restored.getUniqueId());
    project.accounts().put(restored.getEmail(), account);
    String live = "serviceAccount:" + restored.getEmail();
    project.policy().rename("deleted:" + live + "?uid=" + restored.getUniqueId(), live);
  }

  /** Tells which of the permissions the caller holds on an account. */
  TestIamPermissionsResponse test(TestIamPermissionsRequest request) {
    found(request.getResource(), "iam.serviceAccounts.get");
    return TestIamPermissionsResponse.newBuilder()
        .addAllPermissions(world.grants().held(request.getPermissionsList(), request.getResource()))
        .build();
  }
}
