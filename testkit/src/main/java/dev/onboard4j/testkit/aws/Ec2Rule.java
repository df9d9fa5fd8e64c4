package dev.onboard4j.testkit.aws;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One rule of a security group with one peer.
 *
 * @param protocol the protocol; -1 for all
 * @param from the first port, or the empty string
 * @param to the last port, or the empty string
 * @param peer a CIDR block or the id of a group
 */
record Ec2Rule(String protocol, String from, String to, String peer)
    implements Comparable<Ec2Rule> {
  private static final Comparator<Ec2Rule> ORDER = Comparator.comparing(Ec2Rule::toString);

  @Override
  public int compareTo(Ec2Rule other) {
    return ORDER.compare(this, other);
  }

  /** The rules that a request names. */
  static List<Ec2Rule> of(AwsCall call) {
    List<Ec2Rule> rules = new ArrayList<>();
    for (int i = 1; call.find("IpPermissions." + i + ".IpProtocol").isPresent(); i++) {
      String at = "IpPermissions." + i + ".";
      String protocol = call.text(at + "IpProtocol");
      String from = call.find(at + "FromPort").orElse("");
      String to = call.find(at + "ToPort").orElse("");
      peers(call, at).forEach(peer -> rules.add(new Ec2Rule(protocol, from, to, peer)));
    }
    return rules;
  }

  private static List<String> peers(AwsCall call, String at) {
    List<String> peers = new ArrayList<>();
    for (String list :
        List.of("IpRanges.%d.CidrIp", "Ipv6Ranges.%d.CidrIpv6", "Groups.%d.GroupId")) {
      for (int j = 1; call.find(at + list.formatted(j)).isPresent(); j++) {
        peers.add(call.text(at + list.formatted(j)));
      }
    }
    return peers;
  }

  Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("ipProtocol", protocol);
    if (!from.isEmpty()) {
      shown.put("fromPort", from);
      shown.put("toPort", to);
    }
    boolean group = peer.startsWith("sg-");
    boolean v6 = peer.contains(":");
    shown.put(
        "groups",
        group ? List.of(Map.of("groupId", peer, "userId", EmbeddedAws.ACCOUNT)) : List.of());
    shown.put("ipRanges", group || v6 ? List.of() : List.of(Map.of("cidrIp", peer)));
    shown.put("ipv6Ranges", v6 ? List.of(Map.of("cidrIpv6", peer)) : List.of());
    return shown;
  }
}
