package dev.onboard4j.spi.support;

import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;

/** The setting {@code names}, which the providers of clouds declare: the style of names. */
public final class NamesSetting {
  /** The key of the setting. */
  public static final String KEY = "names";

  private static final String SCRIPT = "script";
  private static final String DOCUMENT = "document";

  private NamesSetting() {}

  /** Declares the setting. */
  public static Setting declare() {
    return Setting.choice(
        KEY,
        "names as the newest script makes them, or the plain names of the documents",
        SCRIPT,
        DOCUMENT);
  }

  /** The chosen style; {@code script} when none is set. */
  public static String of(Settings settings) {
    return settings.text(KEY).orElse(SCRIPT);
  }
}
