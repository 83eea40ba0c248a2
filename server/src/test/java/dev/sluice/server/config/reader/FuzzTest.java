package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.Problem;
import dev.sluice.testing.LongForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever the text, a configuration is read or refused with places inside of it; nothing else is
/// thrown, and no secret is told.
class FuzzTest {
  private static final int SEEDS = LongForm.rounds(1_500, 5_000);
  private static final int DEEP = LongForm.rounds(20_000, 100_000);
  private static final Path GOLDEN = Path.of("src/test/resources/dev/sluice/server/config/golden");
  private static final String SECRET = "hush-hush";
  private static final Map<String, String> ENV = Map.of("SECRET", SECRET);
  private static final String PIECES =
      "{}[]:,-?!&*|>'\"%@`#~ \n\t\r\0\u0085\u2028\ufeff$\\.0aZ\ud83d\ude00\ud83d";

  private static final List<String> WORDS =
      List.of(
          "${env:SECRET}",
          "${file:/x}",
          "${",
          "$${",
          "- ",
          ": ",
          "? ",
          "<<: ",
          "*a",
          "&a ",
          "!!str ",
          "---\n",
          "...\n",
          "%YAML 9.9\n",
          "null",
          "1e9",
          "127.0.0.1:0",
          "32MiB",
          "10s",
          "\"\\uD800\"");

  private static void check(String text, String seed) {
    try {
      ConfigFile file = ConfigFile.of(Doc.parse("f", text, ENV));
      assertThat(file.config().gateway().problems()).as(seed).isEmpty();
    } catch (ConfigException e) {
      assertThat(e.problems()).as(seed).isNotEmpty();
      int lines = text.split("\\R", -1).length + 1;
      e.problems().forEach(problem -> check(problem, lines, seed));
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(seed + " throws " + e + " on:\n" + text, e);
    }
  }

  private static void check(Problem problem, int lines, String seed) {
    assertThat(problem.toString()).as(seed).doesNotContain(SECRET, "\n", "\r");
    assertThat(problem.position().line()).as(seed).isBetween(1, lines);
    assertThat(problem.position().column()).as(seed).isPositive();
  }

  @Test
  void random_changes_to_files_are_read_or_refused() throws IOException {
    List<String> texts = texts();
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
      for (int change = random.nextInt(5); change >= 0; change--) {
        change(text, random);
      }
      check(text.toString(), "seed " + seed);
    }
  }

  private static List<String> texts() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      List<Path> yaml = files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
      return yaml.stream().map(FuzzTest::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void change(StringBuilder text, RandomGenerator random) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(8));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
      case 2 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
      default -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
    }
  }

  @Test
  void random_text_is_refused() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(PIECES.charAt(random.nextInt(PIECES.length())));
      }
      check(text.toString(), "seed " + seed);
    }
  }

  @Test
  void deep_and_wide_texts_take_no_time_and_no_stack() {
    for (String piece : List.of("[", "{", "{a: ", "- ", "? ", "a:\n ", "'", "\"", "&a ", "!a ")) {
      check(piece.repeat(DEEP), piece);
    }
    check("a: &a [b]\n" + "b: [" + "*a, ".repeat(DEEP / 2) + "]", "aliases");
  }
}
