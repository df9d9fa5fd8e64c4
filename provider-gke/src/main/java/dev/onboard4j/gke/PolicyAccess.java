package dev.onboard4j.gke;

import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.spi.RequestContext;
import java.util.function.Supplier;

/** Where an allow policy is read and written: of the project, or of the service account. */
interface PolicyAccess {
  /** What it is the policy of. */
  String resource();

  /** The same as plans name it to people. */
  String scope();

  /** The request that reads it. */
  ApiRequest reading();

  /** The request that writes it. */
  ApiRequest writing();

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
        names.projectName(),
        new GcpRequests(names).getProjectPolicy(),
        new GcpRequests(names).setProjectPolicy(),
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
        names.email(),
        new GcpRequests(names).getAccountPolicy(),
        new GcpRequests(names).setAccountPolicy(),
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
    private final String scope;
    private final ApiRequest reading;
    private final ApiRequest writing;
    private final Supplier<Policy> get;

    Of(
        String resource,
        String scope,
        ApiRequest reading,
        ApiRequest writing,
        Supplier<Policy> get) {
      this.resource = resource;
      this.scope = scope;
      this.reading = reading;
      this.writing = writing;
      this.get = get;
    }

    @Override
    public String resource() {
      return resource;
    }

    @Override
    public String scope() {
      return scope;
    }

    @Override
    public ApiRequest reading() {
      return reading;
    }

    @Override
    public ApiRequest writing() {
      return writing;
    }

    @Override
    public Policy fresh(RequestContext requests) {
      return Gcp.find(requests, reading, get).orElseGet(Policy::getDefaultInstance);
    }
  }
}
