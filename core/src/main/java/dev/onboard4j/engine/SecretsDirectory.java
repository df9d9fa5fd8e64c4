package dev.onboard4j.engine;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stores credentials in files when there is no platform: one folder per cluster, one file per
 * credential. Only the owner of a file can read it where the file system supports modes; elsewhere
 * a note says so, once per run.
 */
public record SecretsDirectory(Path directory) implements Platform {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  @Override
  public String id() {
    return Platform.none().id();
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Session open(SessionContext context) {
    if (!hasModes(directory)) {
      context.note(
          directory
              + " is on a file system without file modes: it decides who can read credentials");
    }
    return Platform.none().open(context);
  }

  @Override
  public Optional<Registration> find(ClusterRef cluster, RequestContext requests) {
    return Platform.none().find(cluster, requests);
  }

  @Override
  public Registration register(ClusterRef cluster, RequestContext requests) {
    return Platform.none().register(cluster, requests);
  }

  @Override
  public Optional<String> delivered(
      ClusterRef cluster, String credential, RequestContext requests) {
    Path version = file(cluster, credential + ".version");
    try {
      return Files.exists(file(cluster, credential)) && Files.exists(version)
          ? Optional.of(Files.readString(version))
          : Optional.empty();
    } catch (IOException e) {
      throw failure("cannot read " + version, e);
    }
  }

  @Override
  public void deliver(
      ClusterRef cluster,
      String credential,
      String version,
      Secret value,
      RequestContext requests) {
    Path file = file(cluster, credential);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      write(file, value);
      Files.writeString(file(cluster, credential + ".version"), version);
    } catch (IOException e) {
      throw failure("cannot write " + file, e);
    }
  }

  /** Replaces the file at once: a full disk or a crash leaves the former secret. */
  private static void write(Path file, Secret value) throws IOException {
    FileAttribute<?>[] ownerOnly =
        hasModes(file)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    Files.createFile(next, ownerOnly);
    Files.writeString(next, value.use(text -> text));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean hasModes(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private Path file(ClusterRef cluster, String name) {
    String folder = URLEncoder.encode(cluster.uri().toString(), StandardCharsets.UTF_8);
    return directory.resolve(folder).resolve(name.replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  private static OnboardingException failure(String what, IOException cause) {
    return OnboardingException.of(Category.CALLER, what + ": " + cause.getMessage())
        .remedy("make the directory for secrets writable for the user of this process")
        .cause(cause)
        .build();
  }
}
