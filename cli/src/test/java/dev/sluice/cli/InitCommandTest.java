package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.schema.Schema;
import dev.sluice.config.file.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first configuration is one that runs, and holds no key.
class InitCommandTest {
  private static final Map<String, String> ENV =
      Map.of(
          "OPENAI_API_KEY",
          "not-to-be-seen-1",
          "AZURE_OPENAI_API_KEY",
          "not-to-be-seen-2",
          "AZURE_OPENAI_ENDPOINT",
          "https://not-to-be-seen.openai.azure.com");

  @TempDir private Path folder;

  @Test
  void the_keys_that_are_there_become_providers() throws IOException {
    Path file = folder.resolve("sluice.yaml");
    Run run = new Run(ENV).run("init", file.toString());
    assertThat(run.out())
        .isEqualTo(
            """
            %1$s: written for OPENAI_API_KEY, AZURE_OPENAI_API_KEY
            %2$s: the schema, for editors
            next: ./sluice validate %1$s && ./sluice serve -c %1$s
            """
                .formatted(file, folder.resolve(Schema.FILE)));
    assertThat(run.code()).isZero();
    String text = Files.readString(file);
    assertThat(text)
        .startsWith("# yaml-language-server: $schema=sluice.schema.json\n")
        .contains(
            "\n  openai: {type: openai, key: \"${env:OPENAI_API_KEY}\"}\n",
            "\n  azure: {type: azure, url: \"${env:AZURE_OPENAI_ENDPOINT}\","
                + " key: \"${env:AZURE_OPENAI_API_KEY}\"}\n",
            "\n  # anthropic: {type: anthropic, key: \"${env:ANTHROPIC_API_KEY}\"}\n")
        .doesNotContain("not-to-be-seen");
    assertThat(text.lines()).allMatch(line -> line.length() <= 120);
    Run validate = new Run(ENV).run("validate", file.toString());
    assertThat(validate.out()).isEqualTo(file + ": ok (2 providers, 0 routes)\n");
    assertThat(Files.readString(folder.resolve(Schema.FILE))).isEqualTo(Run.of("schema").out());
  }

  /// What stands there as a comment is as right as the rest.
  @Test
  void its_comments_become_a_configuration_without_their_marks() throws IOException {
    Map<String, String> env =
        Environment.variables().stream()
            .collect(Collectors.toMap(name -> name, name -> "key-of-" + name));
    env.put("AZURE_OPENAI_ENDPOINT", "https://my.openai.azure.com");
    env.put("SLUICE_APP_KEY", "key-of-the-app");
    env.put("SLUICE_ADMIN_TOKEN", "token-of-the-operator");
    Path file = folder.resolve("sluice.yaml");
    assertThat(new Run(ENV).run("init", file.toString()).code()).isZero();
    List<String> lines =
        Files.readAllLines(file).stream()
            .map(
                line ->
                    line.replaceFirst(
                        "^( *)# ?(?=( *- \\{| *[a-z_]+: ?(\\{|\\[|0|$| *MODEL)))", "$1"))
            .map(line -> line.replace("OTHER", "azure"))
            .toList();
    Run run = new Run(env).in(String.join("\n", lines) + "\n").run("validate", "-");
    assertThat(run.out()).startsWith("stdin: ok (18 providers, 1 route)\n");
  }

  @Test
  void nothing_is_overwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("sluice.yaml"), "mine\n");
    Path schema = Files.writeString(folder.resolve(Schema.FILE), "mine\n");
    Run there = new Run(ENV).run("init", file.toString());
    assertThat(there.err())
        .isEqualTo(
            "sluice: %s is there already, and nothing is overwritten: name another FILE, or remove it\n"
                .formatted(file));
    assertThat(there.code()).isEqualTo(3);
    assertThat(file).hasContent("mine\n");
    Run other = new Run(ENV).run("init", folder.resolve("other.yaml").toString());
    assertThat(other.out()).contains(schema + ": is there already and stays");
    assertThat(other.code()).isZero();
    assertThat(schema).hasContent("mine\n");
  }

  @Test
  void without_a_key_nothing_is_written() {
    Path file = folder.resolve("sluice.yaml");
    Run run =
        new Run(Map.of("AZURE_OPENAI_API_KEY", "not-to-be-seen")).run("init", file.toString());
    assertThat(run.err())
        .contains("AZURE_OPENAI_API_KEY is left out: AZURE_OPENAI_ENDPOINT")
        .contains("sluice: no provider's key in the environment: set one of OPENAI_API_KEY")
        .doesNotContain("not-to-be-seen");
    assertThat(run.code()).isEqualTo(3);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_folder_that_is_not_there_is_told() {
    Run run = new Run(ENV).run("init", folder.resolve("no/sluice.yaml").toString());
    assertThat(run.err())
        .contains("cannot be written (NoSuchFileException): name a FILE in a folder");
    assertThat(run.code()).isEqualTo(3);
  }
}
