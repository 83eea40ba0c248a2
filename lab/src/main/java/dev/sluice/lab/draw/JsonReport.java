package dev.sluice.lab.draw;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Writes the results of an experiment for programs: indented JSON, records in snake case, maps
/// with their keys as they are. Safe for any number of threads.
public final class JsonReport {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private JsonReport() {}

  /// Writes `tree` to `file`, in place of what is there; nothing where no file is asked for.
  ///
  /// @throws IOException if it cannot be written, with a message that says so
  public static void write(Object tree, Optional<Path> file) throws IOException {
    try {
      if (file.isPresent()) {
        JSON.writeValue(file.get().toFile(), tree);
      }
    } catch (IOException e) {
      throw new IOException("cannot write the results: " + e.getMessage(), e);
    }
  }

  /// Returns `tree` as a text that ends with a line feed.
  public static String text(Object tree) {
    try {
      return JSON.writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the tree holds what is not JSON", e);
    }
  }
}
