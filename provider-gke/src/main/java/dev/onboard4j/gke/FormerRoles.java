package dev.onboard4j.gke;

import com.google.iam.admin.v1.ListRolesRequest;
import com.google.iam.admin.v1.ListRolesResponse;
import com.google.iam.admin.v1.Role;
import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.MarkedDescription;
import dev.onboard4j.spi.support.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the custom roles that other settings of this cluster may have made. */
record FormerRoles(GkeClients clients, GkeNames names, ProjectApis apis) {
  /** The ids of all roles of the project that have this cluster's mark or are shared. */
  List<String> ids(SessionContext context) {
    Marks marks = Marks.of(context);
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      ListRolesResponse page = page(next, context);
      page.getRolesList().stream()
          .filter(role -> isMarked(role, marks))
          .map(role -> role.getName().replaceFirst(".*/roles/", ""))
          .forEach(ids::add);
      next = page.getNextPageToken();
    } while (!next.isEmpty());
    return ids;
  }

  private ListRolesResponse page(String token, SessionContext context) {
    ListRolesRequest request =
        ListRolesRequest.newBuilder().setParent(names.projectName()).setPageToken(token).build();
    Optional<ListRolesResponse> page =
        apis.findEnabled(
            context.requests(),
            new GcpRequests(names).listRoles(),
            () -> clients.iam().getStub().listRolesCallable().call(request));
    return page.orElseGet(ListRolesResponse::getDefaultInstance);
  }

  private static boolean isMarked(Role role, Marks marks) {
    Owner owner = MarkedDescription.of(role.getDescription()).owner(marks);
    return owner == Owner.OURS || owner == Owner.SHARED;
  }
}
