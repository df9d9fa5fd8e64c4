package dev.onboard4j.aks;

import dev.onboard4j.model.Settings;
import java.util.Arrays;

/**
 * The addresses of one Azure cloud.
 *
 * <p>Source: the environments of the Azure SDKs, and the federation audiences of Entra's
 * documentation.
 */
enum AzureCloud {
  PUBLIC(
      "public",
      "https://login.microsoftonline.com",
      "https://management.azure.com",
      "https://graph.microsoft.com",
      "api://AzureADTokenExchange"),
  US_GOVERNMENT(
      "us-government",
      "https://login.microsoftonline.us",
      "https://management.usgovcloudapi.net",
      "https://graph.microsoft.us",
      "api://AzureADTokenExchangeUSGov"),
  US_GOVERNMENT_DOD(
      "us-government-dod",
      "https://login.microsoftonline.us",
      "https://management.usgovcloudapi.net",
      "https://dod-graph.microsoft.us",
      "api://AzureADTokenExchangeUSGov"),
  CHINA(
      "china",
      "https://login.chinacloudapi.cn",
      "https://management.chinacloudapi.cn",
      "https://microsoftgraph.chinacloudapi.cn",
      "api://AzureADTokenExchangeChina");

  private final String word;
  private final String login;
  private final String arm;
  private final String graph;
  private final String federationAudience;

  AzureCloud(String word, String login, String arm, String graph, String federationAudience) {
    this.word = word;
    this.login = login;
    this.arm = arm;
    this.graph = graph;
    this.federationAudience = federationAudience;
  }

  /** The values of the setting {@code aks.cloud}; the first is the default. */
  static String[] words() {
    return Arrays.stream(values()).map(cloud -> cloud.word).toArray(String[]::new);
  }

  /** The cloud that the settings choose. */
  static AzureCloud of(Settings settings) {
    String chosen = settings.text(AksSettings.CLOUD).orElse(PUBLIC.word);
    return Arrays.stream(values())
        .filter(cloud -> cloud.word.equals(chosen))
        .findFirst()
        .orElse(PUBLIC);
  }

  /** The authority that issues tokens. */
  String login() {
    return login;
  }

  /** The address of Azure Resource Manager; also the audience of its tokens. */
  String arm() {
    return arm;
  }

  /** The address of Microsoft Graph; also the audience of its tokens. */
  String graph() {
    return graph;
  }

  /** The audience that a federated credential of this cloud expects. */
  String federationAudience() {
    return federationAudience;
  }
}
