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
  /** The sort of entity; IAM names are unique per sort. */
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

  /** The trust of a role, and the description of any entity. */
  String trust = "";

  String description = "";
  String boundary = "";

  /** The attached policy ARNs of a role, or the one role of a profile. */
  final TreeSet<String> attached = new TreeSet<>();

  /** The inline policies of a role by name, or the versions of a policy by id, oldest first. */
  final Map<String, String> documents = new LinkedHashMap<>();

  /** The default version of a policy, and the time at which each version was created. */
  String defaultVersion = "";

  final Map<String, Instant> versionTimes = new LinkedHashMap<>();
  int versionsMade;

  /** The number of lookups that still miss it: IAM is eventually consistent. */
  int hidden;

  IamEntity(Sort sort, String name, String path, String partition, int number, Instant created) {
    this.sort = sort;
    this.name = name;
    this.path = path;
    arn = "arn:" + partition + ":iam::" + EmbeddedAws.ACCOUNT + ":" + sort.word + path + name;
    id = sort.idPrefix + String.format("%017d", number);
    this.created = created;
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

  /** The fields that every answer about it has. */
  Map<String, Object> head() {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("Path", path);
    head.put("Arn", arn);
    head.put("CreateDate", created.toString());
    return head;
  }
}
