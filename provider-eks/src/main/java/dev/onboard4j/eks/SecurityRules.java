package dev.onboard4j.eks;

import dev.onboard4j.model.Extra;
import dev.onboard4j.model.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Describes security group rules as text, and creates the rules of onboarding. */
final class SecurityRules {
  static final String INGRESS = "ingress";
  static final String EGRESS = "egress";
  static final String FROM_ITSELF = "all traffic with this group";
  static final String TO_ANYWHERE = "all traffic with 0.0.0.0/0";
  static final String TO_ANYWHERE_V6 = "all traffic with ::/0";

  private static final String ALL = "-1";

  private SecurityRules() {}

  /** One line per peer of each rule. */
  static List<String> words(List<IpPermission> rules, String group) {
    List<String> words = new ArrayList<>();
    for (IpPermission rule : rules) {
      String what = traffic(rule) + " with ";
      rule.ipRanges().forEach(range -> words.add(what + range.cidrIp()));
      rule.ipv6Ranges().forEach(range -> words.add(what + range.cidrIpv6()));
      rule.prefixListIds().forEach(list -> words.add(what + list.prefixListId()));
      rule.userIdGroupPairs()
          .forEach(
              pair ->
                  words.add(what + (group.equals(pair.groupId()) ? "this group" : pair.groupId())));
    }
    return words;
  }

  /** The rules of others that allow traffic which no declared rule allows. */
  static List<Extra> opened(State found, State desired) {
    List<Extra> opened = new ArrayList<>();
    for (String field : List.of(INGRESS, EGRESS)) {
      SortedSet<String> declared = desired.items(field);
      found.items(field).stream()
          .filter(rule -> declared.stream().noneMatch(one -> covers(one, rule)))
          .forEach(rule -> opened.add(Extra.broader(field, rule)));
    }
    return opened;
  }

  /** Whether a declared rule allows the same traffic, or all traffic with all addresses. */
  private static boolean covers(String declared, String rule) {
    String everything = rule.contains("::") ? TO_ANYWHERE_V6 : TO_ANYWHERE;
    return declared.equals(everything) || declared.equals(rule);
  }

  private static String traffic(IpPermission rule) {
    if (ALL.equals(rule.ipProtocol())) {
      return "all traffic";
    }
    String ports = rule.fromPort() == null ? "" : " " + rule.fromPort() + "-" + rule.toPort();
    return rule.ipProtocol() + ports;
  }

  static IpPermission fromItself(String group) {
    return IpPermission.builder()
        .ipProtocol(ALL)
        .userIdGroupPairs(UserIdGroupPair.builder().groupId(group).build())
        .build();
  }

  static List<IpPermission> toAnywhere(Collection<String> words) {
    List<IpPermission> rules = new ArrayList<>();
    if (words.contains(TO_ANYWHERE)) {
      rules.add(
          IpPermission.builder()
              .ipProtocol(ALL)
              .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
              .build());
    }
    if (words.contains(TO_ANYWHERE_V6)) {
      rules.add(
          IpPermission.builder()
              .ipProtocol(ALL)
              .ipv6Ranges(Ipv6Range.builder().cidrIpv6("::/0").build())
              .build());
    }
    return rules;
  }
}
