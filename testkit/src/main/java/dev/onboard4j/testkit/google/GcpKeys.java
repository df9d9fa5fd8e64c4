package dev.onboard4j.testkit.google;

import com.google.iam.admin.v1.CreateServiceAccountKeyRequest;
import com.google.iam.admin.v1.ListServiceAccountKeysRequest;
import com.google.iam.admin.v1.ListServiceAccountKeysRequest.KeyType;
import com.google.iam.admin.v1.ListServiceAccountKeysResponse;
import com.google.iam.admin.v1.ServiceAccountKey;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;

/**
 * The keys of service accounts, after the reference of the IAM API v1:
 * projects.serviceAccounts.keys, and the quotas page. A key can be disabled and can expire.
 */
final class GcpKeys {
  private static final int KEYS = 10;
  private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");
  private static final List<String> FORBIDDING =
      List.of(
          "constraints/iam.disableServiceAccountKeyCreation",
          "constraints/iam.managed.disableServiceAccountKeyCreation");

  private final GcpWorld world;
  private final GcpAccounts accounts;

  GcpKeys(GcpWorld world, GcpAccounts accounts) {
    this.world = world;
    this.accounts = accounts;
  }

  ServiceAccountKey create(CreateServiceAccountKeyRequest request) {
    GcpAccount account = accounts.found(request.getName(), "iam.serviceAccountKeys.create");
    GcpProject project = accounts.project(request.getName(), "iam.serviceAccountKeys.create");
    checkCreation(project, account, request.getName());
    String id = String.format("%040x", world.nextId());
    String email = account.account().getEmail();
    Instant now = world.clock().instant();
    ServiceAccountKey key =
        ServiceAccountKey.newBuilder()
            .setName(account.account().getName() + "/keys/" + id)
            .setValidAfterTime(timestamp(now))
            .setValidBeforeTime(timestamp(project.keyLife().map(now::plus).orElse(NEVER)))
            .setKeyType(KeyType.USER_MANAGED)
            .setPrivateKeyData(ByteString.copyFromUtf8(file(project.id(), id, email)))
            .build();
    account.keys().put(id, key.toBuilder().clearPrivateKeyData().build());
    return key;
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
  }

  private static void checkCreation(GcpProject project, GcpAccount account, String name) {
    for (String constraint : FORBIDDING) {
      if (project.constraints().contains(constraint)) {
        throw GcpError.constraint(
            "Key creation is not allowed on this service account.", constraint, name);
      }
    }
    if (account.keys().size() >= KEYS) {
      throw GcpError.of(com.google.rpc.Code.FAILED_PRECONDITION, "Precondition check failed.");
    }
  }

  private static String file(String project, String id, String email) {
    return """
        {"type":"service_account","project_id":"%1$s","private_key_id":"%2$s",\
        "private_key":"none-%2$s","client_email":"%3$s"}"""
        .formatted(project, id, email);
  }

  /** Lists the keys of the asked types; without a type also those that Google manages. */
  ListServiceAccountKeysResponse list(ListServiceAccountKeysRequest request) {
    GcpAccount account = accounts.found(request.getName(), "iam.serviceAccountKeys.list");
    List<KeyType> types = request.getKeyTypesList();
    ListServiceAccountKeysResponse.Builder all = ListServiceAccountKeysResponse.newBuilder();
    if (types.isEmpty() || types.contains(KeyType.USER_MANAGED)) {
      all.addAllKeys(account.keys().values());
    }
    if (types.isEmpty() || types.contains(KeyType.SYSTEM_MANAGED)) {
      all.addKeys(
          ServiceAccountKey.newBuilder()
              .setName(account.account().getName() + "/keys/" + account.account().getUniqueId())
              .setKeyType(KeyType.SYSTEM_MANAGED));
    }
    return all.build();
  }

  Empty disable(String name) {
    return switched(name, "iam.serviceAccountKeys.disable", true);
  }

  Empty enable(String name) {
    return switched(name, "iam.serviceAccountKeys.enable", false);
  }

  private Empty switched(String name, String permission, boolean disabled) {
    GcpAccount account = accounts.found(name, permission);
    String id = id(name);
    ServiceAccountKey key = account.keys().get(id);
    if (key == null) {
      throw unknown(id);
    }
    account.keys().put(id, key.toBuilder().setDisabled(disabled).build());
    return Empty.getDefaultInstance();
  }

  Empty delete(String name) {
    if (accounts.found(name, "iam.serviceAccountKeys.delete").keys().remove(id(name)) == null) {
      throw unknown(id(name));
    }
    return Empty.getDefaultInstance();
  }

  private static String id(String name) {
    return GcpAccounts.parsed(name).group(3);
  }

  private static RuntimeException unknown(String id) {
    return GcpError.notFound("Service account key " + id + " does not exist.");
  }
}
