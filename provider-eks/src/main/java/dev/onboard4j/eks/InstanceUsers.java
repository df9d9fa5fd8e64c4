package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Finds the instances that run with an instance profile.
 *
 * <p>IAM does not protect a profile or role that instances use: a deletion takes the credentials
 * from these instances.
 */
record InstanceUsers(EksClients clients, Arns arns) {
  private static final int SHOWN = 5;
  private static final List<String> ALIVE =
      List.of("pending", "running", "shutting-down", "stopping", "stopped");

  ApiRequest request() {
    return new Ec2Requests(arns).describeInstances();
  }

  /** The first few instances with one of these profiles, as obstacles, and their number. */
  List<String> of(Collection<String> profiles, RequestContext requests) {
    if (profiles.isEmpty()) {
      return List.of();
    }
    try {
      return words(Aws.read(requests, request(), () -> instances(profiles)));
    } catch (OnboardingException e) {
      if (e.category() != Category.PERMISSION) {
        throw e;
      }
      return List.of("the caller may not list its instances (ec2:DescribeInstances)");
    }
  }

  /**
   * Refuses to continue while instances use one of these profiles.
   *
   * @throws OnboardingException of category CONFLICT if there are such instances
   */
  void refuse(String what, Collection<String> profiles, RequestContext requests) {
    List<String> users = of(profiles, requests);
    if (!users.isEmpty()) {
      throw OnboardingException.of(
              Category.CONFLICT, what + " is in use: " + String.join("; ", users))
          .remedy("terminate these nodes and plan again")
          .build();
    }
  }

  private List<Instance> instances(Collection<String> profiles) {
    List<String> profileArns = new ArrayList<>();
    profiles.forEach(name -> profileArns.addAll(arns.instanceProfiles(name)));
    DescribeInstancesRequest request =
        DescribeInstancesRequest.builder()
            .filters(
                filter("iam-instance-profile.arn", profileArns),
                filter("instance-state-name", ALIVE))
            .build();
    return clients.ec2().describeInstances(request).reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  private static Filter filter(String name, List<String> values) {
    return Filter.builder().name(name).values(values).build();
  }

  private static List<String> words(List<Instance> instances) {
    List<String> words = new ArrayList<>();
    instances.stream()
        .limit(SHOWN)
        .forEach(instance -> words.add("instance " + instance.instanceId()));
    if (instances.size() > SHOWN) {
      words.add("and " + (instances.size() - SHOWN) + " or more others");
    }
    return words;
  }
}
