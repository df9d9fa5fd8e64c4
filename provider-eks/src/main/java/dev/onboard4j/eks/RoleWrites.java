package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import java.util.ArrayList;
import java.util.List;

/** The requests of a change to one role. */
record RoleWrites(IamRequests iam, RoleIdentity role, InstanceUsers instances) {
  List<ApiRequest> of(Observed observed, StateChange change) {
    return change.removes() ? removal(observed) : repair(change);
  }

  private List<ApiRequest> removal(Observed observed) {
    List<ApiRequest> writes = new ArrayList<>();
    writes.add(iam.deleteRole(role.name()));
    writes.add(iam.detachRolePolicy(role.name()));
    writes.add(iam.deleteRolePolicy(role.name()));
    List<String> profiles = RoleReader.otherProfiles(observed);
    if (role.ofNodes() || !profiles.isEmpty()) {
      writes.add(instances.request());
    }
    profiles.forEach(profile -> writes.add(iam.removeRoleFromOthersInstanceProfile(profile)));
    return writes;
  }

  private List<ApiRequest> repair(StateChange change) {
    List<ApiRequest> writes = new ArrayList<>();
    if (change.creates()) {
      writes.add(creation(change.target()));
    } else {
      properties(change, writes);
    }
    if (!change.missing(RoleReader.ATTACHMENTS).isEmpty()) {
      writes.add(iam.attachRolePolicy(role.name()));
    }
    if (!change.obsolete(RoleReader.ATTACHMENTS).isEmpty()) {
      writes.add(iam.detachRolePolicy(role.name()));
    }
    if (change.changes(role.inlineField())) {
      writes.add(iam.putRolePolicy(role.name()));
    }
    return writes;
  }

  /** Adds the writes of the fields that CreateRole also sets. */
  private void properties(StateChange change, List<ApiRequest> writes) {
    if (change.changes(RoleReader.TRUST)) {
      writes.add(iam.updateAssumeRolePolicy(role.name()));
    }
    if (change.changes(RoleReader.DESCRIPTION)) {
      writes.add(iam.updateRole(role.name()));
    }
    if (change.changes(RoleReader.BOUNDARY)) {
      writes.add(iam.putRolePermissionsBoundary(role.name()));
    }
    if (change.changes(RoleReader.FORMER_BOUNDARY)) {
      writes.add(iam.deleteRolePermissionsBoundary(role.name()));
    }
    if (!change.changed(Tags.FIELD).isEmpty()) {
      writes.add(iam.tagRole(role.name()));
    }
    if (!Tags.obsolete(change).isEmpty()) {
      writes.add(iam.untagRole(role.name()));
    }
  }

  ApiRequest creation(State target) {
    return target.field(RoleReader.BOUNDARY) == null
        ? iam.createRole(role.name())
        : iam.createBoundedRole(role.name());
  }
}
