package dev.sluice.cli.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The JSON schema of sluice.yaml.
public final class Schema {
  /// How a file with it is called.
  public static final String FILE = "sluice.schema.json";

  private Schema() {}

  /// Its text, with a newline at its end.
  public static String text() {
    try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(FILE), FILE)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
