package dev.sluice.cli.litellm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/from-litellm.md says what the import does.
class ImportDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/from-litellm.md");
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| ([^|]+) \\| ([^|]+) \\|$");
  private static final Pattern SECTION =
      Pattern.compile("`((?:router|litellm|general)_settings: .*)`");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private static final String MODELS =
      """
      model_list:
      - {model_name: a, litellm_params: {model: openai/a}}
      - {model_name: b, litellm_params: {model: anthropic/b}}
      """;

  @TempDir private Path folder;

  @Test
  void its_example_is_what_is_written() throws IOException {
    List<String> blocks =
        BLOCK.matcher(Files.readString(DOCUMENT)).results().map(block -> block.group(1)).toList();
    assertThat(blocks).hasSize(2);
    String litellm = blocks.getFirst().replaceFirst("# config.yaml\n", "");
    assertThat(new LitellmFile(folder).text(litellm)).isEqualTo(blocks.getLast());
  }

  @Test
  void it_has_twenty_things_and_each_setting_becomes_what_stands_beside_it() throws IOException {
    List<MatchResult> rows = ROW.matcher(Files.readString(DOCUMENT)).results().toList();
    assertThat(rows).hasSize(20);
    List<MatchResult> settings =
        rows.stream().filter(row -> SECTION.matcher(row.group(2)).matches()).toList();
    assertThat(settings).hasSize(10);
    for (MatchResult row : settings) {
      String litellm = row.group(2).substring(1, row.group(2).length() - 1);
      String written = new LitellmFile(folder).text(MODELS + litellm + "\n");
      List<String> codes = CODE.matcher(row.group(3)).results().map(code -> code.group(1)).toList();
      assertThat(written).as(row.group(1)).contains(codes.getFirst());
    }
  }
}
