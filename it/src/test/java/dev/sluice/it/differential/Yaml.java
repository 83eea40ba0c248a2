package dev.sluice.it.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Reads this test's YAML as JSON trees.
final class Yaml {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final int ALIASES_MAX = 1000;
  private static final Path FOLDER = Path.of("src", "test", "resources", "differential");

  private Yaml() {}

  /// A file of this test's resources.
  static JsonNode read(String name) {
    return read(FOLDER.resolve(name));
  }

  /// The files of a folder of this test's resources, in the order of their names.
  static List<JsonNode> readAll(String folder) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.sorted().map(Yaml::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file.toString())
            .setMaxAliasesForCollections(ALIASES_MAX)
            .build();
    try {
      return JSON.valueToTree(new Load(settings).loadFromString(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A member, where there is one.
  static Optional<JsonNode> member(JsonNode node, String name) {
    return Optional.ofNullable(node.get(name));
  }

  /// A list's entries; one value is a list of one, nothing an empty one.
  static List<JsonNode> list(JsonNode node) {
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false).toList();
    }
    return node.isMissingNode() ? List.of() : List.of(node);
  }

  /// The texts of a list; `otherwise` where there is none.
  static List<String> texts(JsonNode node, String... otherwise) {
    List<String> texts = list(node).stream().map(JsonNode::asText).toList();
    return texts.isEmpty() ? List.of(otherwise) : texts;
  }

  /// The members of `first`, then those of `second`, which win.
  static ObjectNode joined(JsonNode first, JsonNode second) {
    ObjectNode joined = JSON.createObjectNode();
    for (JsonNode node : List.of(first, second)) {
      if (node instanceof ObjectNode object) {
        joined.setAll(object);
      }
    }
    return joined;
  }
}
