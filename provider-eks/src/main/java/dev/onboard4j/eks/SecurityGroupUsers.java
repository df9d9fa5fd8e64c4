package dev.onboard4j.eks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/**
 * Finds the users that prevent EC2 from deleting a security group: interfaces, and rules of other
 * groups.
 */
record SecurityGroupUsers(EksClients clients, Ec2Requests ec2) {
  private static final int SHOWN = 5;
  private static final List<String> REFERENCES =
      List.of("ip-permission.group-id", "egress.ip-permission.group-id");

  /** Describes the first few users and their number. */
  List<String> of(String id, RequestContext requests) {
    try {
      List<String> users = new ArrayList<>();
      interfaces(id, requests).forEach(user -> users.add(words(user)));
      users.addAll(referrers(id, requests));
      return shortened(users);
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      return List.of("the caller may not list its users (ec2:DescribeNetworkInterfaces)");
    }
  }

  /** The users that do not disappear on their own: instances, and rules of other groups. */
  List<String> lasting(String id, RequestContext requests) {
    List<String> users = new ArrayList<>();
    interfaces(id, requests).stream()
        .filter(SecurityGroupUsers::attached)
        .forEach(user -> users.add(words(user)));
    users.addAll(referrers(id, requests));
    return shortened(users);
  }

  private List<NetworkInterface> interfaces(String id, RequestContext requests) {
    DescribeNetworkInterfacesRequest request =
        DescribeNetworkInterfacesRequest.builder()
            .filters(filter("group-id", id))
            .maxResults(100)
            .build();
    return Aws.read(
        requests,
        ec2.describeNetworkInterfaces(),
        () -> clients.ec2().describeNetworkInterfaces(request).networkInterfaces());
  }

  private List<String> referrers(String id, RequestContext requests) {
    List<String> referrers = new ArrayList<>();
    for (String reference : REFERENCES) {
      Aws.read(
              requests,
              ec2.describeSecurityGroups(),
              () ->
                  clients
                      .ec2()
                      .describeSecurityGroups(r -> r.filters(filter(reference, id)))
                      .securityGroups())
          .stream()
          .filter(group -> !group.groupId().equals(id))
          .forEach(group -> referrers.add("a rule of security group " + group.groupId()));
    }
    return referrers.stream().distinct().toList();
  }

  private static Filter filter(String key, String value) {
    return Filter.builder().name(key).values(value).build();
  }

  private static List<String> shortened(List<String> users) {
    if (users.size() <= SHOWN) {
      return users;
    }
    List<String> shown = new ArrayList<>(users.subList(0, SHOWN));
    shown.add("and " + (users.size() - SHOWN) + " or more others");
    return shown;
  }

  private static boolean attached(NetworkInterface user) {
    return user.attachment() != null && user.attachment().instanceId() != null;
  }

  private static String words(NetworkInterface user) {
    return "network interface "
        + user.networkInterfaceId()
        + (attached(user) ? " of instance " + user.attachment().instanceId() : "");
  }
}
