package dev.onboard4j.gke;

import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import dev.onboard4j.spi.RequestContext;
import java.util.function.Supplier;

/** Where an allow policy is read and written: of the project, or of the service account. */
interface PolicyAccess {
  /** What it is the policy of. */
  String resource();

  String readPermission();

  String writePermission();

  /** As it is now, together with the etag that a write needs. */
  Policy fresh(RequestContext requests);

  /** As it was when this phase first looked. */
  Policy shared(RequestContext requests, ServiceAccounts accounts);

  /** Writes it; Google refuses when somebody wrote since it was read. */
  Policy set(Policy policy);

  private static SetIamPolicyRequest setting(String resource, Policy policy) {
    return SetIamPolicyRequest.newBuilder().setResource(resource).setPolicy(policy).build();
  }

  static PolicyAccess ofProject(GkeClients clients, GkeNames names) {
    return new Of(
        names.projectName(),
        "resourcemanager.projects",
        () -> clients.projects().getIamPolicy(ServiceAccounts.asking(names.projectName()))) {
      @Override
      public Policy shared(RequestContext requests, ServiceAccounts accounts) {
        return accounts.projectPolicy(requests);
      }

      @Override
      public Policy set(Policy policy) {
        return clients.projects().setIamPolicy(setting(resource(), policy));
      }
    };
  }

  static PolicyAccess ofAccount(GkeClients clients, GkeNames names) {
    return new Of(
        names.accountName(),
        "iam.serviceAccounts",
        () ->
            clients
                .iam()
                .getStub()
                .getIamPolicyCallable()
                .call(ServiceAccounts.asking(names.accountName()))) {
      @Override
      public Policy shared(RequestContext requests, ServiceAccounts accounts) {
        return accounts.account(requests).isPresent()
            ? fresh(requests)
            : Policy.getDefaultInstance();
      }

      @Override
      public Policy set(Policy policy) {
        return clients.iam().getStub().setIamPolicyCallable().call(setting(resource(), policy));
      }
    };
  }

  /** What both have in common. */
  abstract class Of implements PolicyAccess {
    private final String resource;
    private final String permissions;
    private final Supplier<Policy> get;

    Of(String resource, String permissions, Supplier<Policy> get) {
      this.resource = resource;
      this.permissions = permissions;
      this.get = get;
    }

    @Override
    public String resource() {
      return resource;
    }

    @Override
    public String readPermission() {
      return permissions + ".getIamPolicy";
    }

    @Override
    public String writePermission() {
      return permissions + ".setIamPolicy";
    }

    @Override
    public Policy fresh(RequestContext requests) {
      return Gcp.find(requests, readPermission(), resource, get)
          .orElseGet(Policy::getDefaultInstance);
    }
  }
}
