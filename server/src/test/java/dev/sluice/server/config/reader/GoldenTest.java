package dev.sluice.server.config.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every message that a file can lead to: `golden/NAME.yaml` and what is said about it,
/// `golden/NAME.txt`. With `-Dgolden.write` the latter are written anew, to be read before they are
/// committed.
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/sluice/server/config/golden");
  private static final Map<String, String> ENV =
      Map.of(
          "SECRET",
          "not-to-be-seen",
          "BLANKS",
          "not to be seen",
          "EMPTY",
          "",
          "ENDPOINT",
          "https://example.com/not-to-be-seen/chat/completions");

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_wrong_file_is_told_everything_that_is_wrong(String name) throws IOException {
    String text = Files.readString(FOLDER.resolve(name + ".yaml"));
    Path golden = FOLDER.resolve(name + ".txt");
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigFile.of(Doc.parse("sluice.yaml", text, ENV)));
    if (System.getProperty("golden.write") != null) {
      Files.writeString(golden, e.getMessage() + "\n", UTF_8);
    }
    assertThat(e.getMessage() + "\n").isEqualTo(Files.readString(golden));
  }

  @Test
  void no_message_shows_a_secret() throws IOException {
    for (String name : names()) {
      assertThat(Files.readString(FOLDER.resolve(name + ".txt")))
          .doesNotContainPattern("not.to.be.seen");
    }
  }
}
