package dev.onboard4j.run;

import dev.onboard4j.model.Setting;
import java.util.List;

/**
 * One contributor on the class path.
 *
 * @param id its id; the class name when it could not be loaded
 * @param sort {@code cluster}, {@code platform} or {@code contributor}
 * @param artifact the Maven coordinates of its jar, or the jar's name
 * @param version the jar's version
 * @param settings what it can be told
 * @param problem why it could not be loaded; empty when it was
 */
public record InstalledContributor(
    String id,
    String sort,
    String artifact,
    String version,
    List<Setting> settings,
    String problem) {}
