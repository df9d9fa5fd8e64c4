package dev.onboard4j.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"onboard4j " + (version == null ? "unpackaged" : version)};
  }
}
