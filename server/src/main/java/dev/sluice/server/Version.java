package dev.sluice.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Which build this is; written into the artefact when it is made.
public final class Version {
  private static final Properties BUILD = load();

  /// The version, such as `0.1.0`.
  public static final String NUMBER = BUILD.getProperty("version");

  /// The commit it was built from, abbreviated; `unknown` where the build was not told.
  public static final String COMMIT = BUILD.getProperty("commit");

  private Version() {}

  private static Properties load() {
    var build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      build.load(in);
      return build;
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties cannot be read", e);
    }
  }
}
