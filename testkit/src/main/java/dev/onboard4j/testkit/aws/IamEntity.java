package dev.onboard4j.testkit.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A role, a managed policy or an instance profile in the store of {@link IamApi}. */
final class IamEntity {
  /** What it is; IAM names are unique per sort. */
  enum Sort {
    ROLE("role", "AROA"),
    POLICY("policy", "ANPA"),
    PROFILE("instance-profile", "AIPA");

    private final String word;
    private final String idPrefix;

    Sort(String word, String idPrefix) {
      this.word = word;
      this.idPrefix = idPrefix;
    }

    String word() {
      return word;
    }
  }

  final Sort sort;
  final String name;
  final String path;
  final String arn;
  final String id;
  final Instant created;
  final Map<String, String> tags = new TreeMap<>();

  /** Of a role: the trust; of anything: its description. */
  String trust = "";

  String description = "";
  String boundary = "";

  /** Of a role: attached policy ARNs; of a profile: its one role. */
  final TreeSet<String> attached = new TreeSet<>();

  /** Of a role: inline policies by name; of a policy: versions by id, oldest first. */
  final Map<String, String> documents = new LinkedHashMap<>();

  /** Of a role: the longest session, in seconds. */
  String maxSession = "";

  /** Of a policy: the id of the default version, and when each version was made. */
  String defaultVersion = "";

  final Map<String, Instant> versionTimes = new LinkedHashMap<>();
  int versionsMade;

  /** How many lookups still miss it: IAM is eventually consistent. */
  int hidden;

  /** How many deletions still see a policy or profile that was taken off it. */
  int lingering;

  IamEntity(Sort sort, String name, String path, String partition, int number, Instant created) {
    this.sort = sort;
    this.name = name;
    this.path = path;
    arn = arn(partition, sort, path, name);
    id = sort.idPrefix + String.format("%017d", number);
    this.created = created;
  }

  static String arn(String partition, Sort sort, String path, String name) {
    return "arn:" + partition + ":iam::" + EmbeddedAws.ACCOUNT + ":" + sort.word + path + name;
  }

  void newVersion(String document, Instant at) {
    String version = "v" + ++versionsMade;
    documents.put(version, document);
    versionTimes.put(version, at);
    defaultVersion = version;
  }

  List<Object> tagList() {
    List<Object> list = new ArrayList<>();
    tags.forEach((key, value) -> list.add(tag(key, value)));
    return list;
  }

  private static Map<String, Object> tag(String key, String value) {
    Map<String, Object> tag = new LinkedHashMap<>();
    tag.put("Key", key);
    tag.put("Value", value);
    return tag;
  }

  /** What every answer about it holds. */
  Map<String, Object> head() {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("Path", path);
    head.put("Arn", arn);
    head.put("CreateDate", created.toString());
    return head;
  }
}
