package dev.onboard4j.testkit.azure;

import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One operation of Resource Manager.
 *
 * @param action the action that the sender needs; the empty string for none
 * @param versions the api-versions that it has
 * @param handler answers it
 */
record ArmRoute(String action, Pattern versions, Function<ArmCall, AzureReply> handler) {
  // azure-rest-api-specs: the folders of each resource provider.
  static final Pattern AUTHORIZATION =
      Pattern.compile(
          "2015-07-01|2018-01-01-preview|2018-07-01|2018-07-01-preview|2018-09-01-preview"
              + "|2019-03-01-preview|2019-04-01-preview|2020-04-01-preview|2020-08-01-preview"
              + "|2020-10-01-preview|2022-04-01|2022-05-01-preview|2024-07-01-preview");
  static final Pattern KUBERNETES = Pattern.compile("202[3-6]-(0[1-9]|1[0-2])-0[12](-preview)?");
  static final Pattern RESOURCES =
      Pattern.compile("20(1[4-9]|2[0-6])-(0[1-9]|1[0-2])-[0-3][0-9](-preview)?");
  static final Pattern IDENTITY =
      Pattern.compile(
          "2018-11-30|2022-01-31-preview|2023-01-31|2023-07-31-preview|2024-11-30"
              + "|2025-01-31-preview");
  static final Pattern OPERATIONS = Pattern.compile("2016-03-30|2017-08-31");

  boolean writes() {
    return action.endsWith("/write") || action.endsWith("/delete");
  }
}
