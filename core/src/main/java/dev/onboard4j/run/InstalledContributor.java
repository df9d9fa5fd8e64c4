package dev.onboard4j.run;

import dev.onboard4j.model.Setting;
import java.util.List;

/**
 * One contributor on the class path.
 *
 * @param id its id; a generated name when it could not be loaded
 * @param sort {@code cluster}, {@code platform}, {@code contributor} or {@code broken}
 * @param artifact the Maven coordinates of its jar, or the jar's name
 * @param version the jar's version
 * @param settings the settings that it declares
 * @param problem why it cannot be used; empty when it can
 */
public record InstalledContributor(
    String id,
    String sort,
    String artifact,
    String version,
    List<Setting> settings,
    String problem) {}
