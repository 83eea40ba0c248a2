package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.yaml.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The configuration files, and the files of teams, that the documents show are valid.
class DocumentedExamplesTest {
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+)}");

  @ParameterizedTest
  @CsvSource({"docs/configuration.md, 6", "docs/keys.md, 1", "README.md, 2"})
  void every_example_is_a_valid_file(String document, int atLeast) throws IOException {
    String text = Files.readString(Path.of("..").resolve(document));
    List<String> examples = BLOCK.matcher(text).results().map(block -> block.group(1)).toList();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(atLeast);
    for (String example : examples) {
      assertThatCode(() -> read(Doc.parse(document, example, variables(example)), example))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  private static Object read(Doc doc, String example) {
    return example.startsWith("# teams.yaml") ? TeamsFile.of(doc) : checked(doc);
  }

  /// What the reader takes, a gateway takes.
  private static GatewayConfig checked(Doc doc) {
    return ConfigFile.of(doc).config().gateway().checked();
  }

  /// Each variable is another credential: equal keys are an error.
  private static Map<String, String> variables(String example) {
    return VARIABLE
        .matcher(example)
        .results()
        .map(MatchResult::group)
        .distinct()
        .map(found -> found.substring("${env:".length(), found.length() - 1))
        .collect(Collectors.toMap(name -> name, name -> "value-of-" + name));
  }
}
