package dev.sluice.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version of the program that runs in this process.
public final class Version {
  private static final Properties BUILD = load();

  /// The version, such as `0.1.0`.
  public static final String NUMBER = BUILD.getProperty("version");

  /// The commit of the tree that it runs from, abbreviated; `unknown` if the start script did not
  /// say. Not written into the artefact, so that the same sources make the same bytes.
  public static final String COMMIT = System.getProperty("sluice.commit", "unknown");

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
