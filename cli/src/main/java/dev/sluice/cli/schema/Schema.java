package dev.sluice.cli.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The JSON schema of sluice.yaml, a resource of the jar.
public final class Schema {
  /// The name of a file with the schema.
  public static final String FILE = "sluice.schema.json";

  private Schema() {}

  /// Returns the schema's text, with a newline at its end.
  public static String text() {
    try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(FILE), FILE)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
