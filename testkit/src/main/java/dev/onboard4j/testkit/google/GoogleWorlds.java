package dev.onboard4j.testkit.google;

import com.google.iam.v1.Binding;
import com.google.type.Expr;
import java.util.stream.IntStream;

/** Projects as they are found in practice, by name; each is added to what a Google Cloud has. */
public enum GoogleWorlds {
  /** Years of others: a policy with 1,400 members, a third of them under conditions. */
  YEARS_OF_OTHERS {
    @Override
    public void plant(EmbeddedGoogle google, String project) {
      IntStream.range(0, 70).forEach(i -> google.bind(project, crowd(i)));
    }
  },
  /** Another optimizer side by side with ours. */
  SEVERAL_PLATFORMS {
    @Override
    public void plant(EmbeddedGoogle google, String project) {
      String account = "serviceAccount:optimizer@other-vendor.iam.gserviceaccount.com";
      for (String role : new String[] {"roles/container.admin", "roles/compute.admin"}) {
        google.bind(project, Binding.newBuilder().setRole(role).addMembers(account).build());
      }
    }
  };

  /** Adds the objects of this world to a project. */
  public abstract void plant(EmbeddedGoogle google, String project);

  private static Binding crowd(int number) {
    Binding.Builder binding = Binding.newBuilder().setRole("roles/team" + number + ".viewer");
    IntStream.range(0, 20)
        .forEach(i -> binding.addMembers("user:person-" + number + "-" + i + "@example.com"));
    if (number % 3 == 0) {
      binding.setCondition(
          Expr.newBuilder().setTitle("office hours").setExpression("request.time.getHours() > 7"));
    }
    return binding.build();
  }
}
