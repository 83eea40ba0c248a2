package dev.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What editors are told of properties, and the list of known keys, are what the schema of
/// sluice.yaml says, which is made of docs/configuration.md. With `-Dmetadata.write` they are
/// written anew, to be read before they are committed.
class EditorMetadataTest {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final Path SCHEMA =
      Path.of("../../cli/src/main/resources/dev/sluice/cli/schema/sluice.schema.json");
  private static final Path RESOURCES = Path.of("src/main/resources");

  @Test
  void the_metadata_is_what_the_schema_says() throws IOException {
    String made = MAPPER.writeValueAsString(EditorMetadata.of(schema())) + "\n";
    check(RESOURCES.resolve("META-INF/spring-configuration-metadata.json"), made);
  }

  @Test
  void the_known_keys_are_those_of_the_schema() throws IOException {
    String made = String.join("\n", SchemaKeys.of(schema())) + "\n";
    check(RESOURCES.resolve("dev/sluice/spring").resolve(KnownKeys.FILE), made);
  }

  private static JsonNode schema() throws IOException {
    return MAPPER.readTree(SCHEMA.toFile());
  }

  private static void check(Path file, String made) throws IOException {
    if (System.getProperty("metadata.write") != null) {
      Files.writeString(file, made);
    }
    assertThat(Files.readString(file)).isEqualTo(made);
  }
}
