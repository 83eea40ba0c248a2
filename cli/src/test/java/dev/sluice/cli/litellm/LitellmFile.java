package dev.sluice.cli.litellm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A configuration of LiteLLM in a folder of a test's own.
record LitellmFile(Path folder) {

  /// What is written for it, which the reader of configurations takes.
  String text(String yaml) throws IOException {
    return text(yaml, Map.of());
  }

  String text(String yaml, Map<String, String> env) throws IOException {
    Imported imported = Importer.of(file(yaml), env, false);
    assertThat(imported.problems()).as(imported.text()).isEmpty();
    return imported.text();
  }

  /// The lines of it without comments.
  List<String> lines(String yaml) throws IOException {
    return text(yaml)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /// What a gateway makes of it.
  SluiceConfig config(String yaml) throws IOException {
    Imported imported = Importer.of(file(yaml), Map.of(), false);
    Map<String, String> env =
        imported.variables().stream()
            .collect(Collectors.toMap(name -> name, name -> "https://" + name + ".example"));
    return ConfigFile.of(Doc.parse("sluice.yaml", imported.text(), env)).config();
  }

  /// What is said of one that cannot be imported, without the file's folder.
  String refusal(String yaml) throws IOException {
    String file = file(yaml);
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> Importer.of(file, Map.of(), false));
    assertThat(refused).as(yaml).isNotNull();
    return String.valueOf(refused.getMessage()).replace(file, "FILE");
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), yaml).toString();
  }
}
