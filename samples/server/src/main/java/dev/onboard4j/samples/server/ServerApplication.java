package dev.onboard4j.samples.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Serves the onboarding of the clusters of several tenants over HTTP. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ServerApplication {
  /** For Spring. */
  public ServerApplication() {}

  /** Starts the server; the arguments are Spring's, such as {@code --server.port=8080}. */
  public static void main(String[] arguments) {
    SpringApplication.run(ServerApplication.class, arguments);
  }
}
