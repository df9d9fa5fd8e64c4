package dev.onboard4j.spi;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.Setting;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stands in when there is no platform. */
record NoPlatform(@Nullable Path secretsDirectory) implements Platform {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  @Override
  public String id() {
    return "none";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Session open(SessionContext context) {
    return List::of;
  }

  @Override
  public Optional<Registration> find(ClusterRef cluster) {
    return Optional.of(Registration.none());
  }

  @Override
  public Registration register(ClusterRef cluster) {
    throw OnboardingException.of(
            Category.CALLER, "there is no platform to register " + cluster.uri())
        .remedy("choose a platform")
        .build();
  }

  @Override
  public Optional<String> delivered(ClusterRef cluster, String credential) {
    return secretsDirectory != null && Files.exists(file(secretsDirectory, credential))
        ? version(file(secretsDirectory, credential + ".version"))
        : Optional.empty();
  }

  private static Optional<String> version(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw failure("cannot read " + file, e);
    }
  }

  @Override
  public void deliver(ClusterRef cluster, String credential, String version, Secret value) {
    if (secretsDirectory == null) {
      throw OnboardingException.of(
              Category.CALLER, "there is nobody to receive the credential '" + credential + "'")
          .remedy("choose a platform or name a directory for secrets")
          .build();
    }
    Path file = file(secretsDirectory, credential);
    try {
      Files.createDirectories(secretsDirectory);
      write(file, value);
      Files.writeString(file(secretsDirectory, credential + ".version"), version);
    } catch (IOException e) {
      throw failure("cannot write " + file, e);
    }
  }

  private static void write(Path file, Secret value) throws IOException {
    try {
      Files.createFile(file, OWNER_ONLY);
    } catch (FileAlreadyExistsException again) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(file, value.use(text -> text));
  }

  private static Path file(Path directory, String name) {
    return directory.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  private static OnboardingException failure(String what, IOException cause) {
    return OnboardingException.of(Category.CALLER, what + ": " + cause.getMessage())
        .remedy("make the directory for secrets writable for you alone")
        .cause(cause)
        .build();
  }
}
