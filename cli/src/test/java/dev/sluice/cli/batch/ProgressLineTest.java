package dev.sluice.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.console.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  private String text() {
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void a_terminal_has_one_line_that_is_written_over_and_never_filled() {
    var line = new ProgressLine(out, Optional.of(() -> new TerminalSize(40, 24)));
    line.show("1 of 2", 0);
    line.show("x".repeat(200), 1);
    line.say("made batch_1");
    assertThat(text())
        .isEqualTo("\r1 of 2\033[K\r" + "x".repeat(39) + "\033[K\r\033[Kmade batch_1\n");
  }

  @Test
  void elsewhere_a_line_stands_for_ten_seconds_and_is_not_repeated() {
    var line = new ProgressLine(out, Optional.empty());
    line.show("1 of 9", 0);
    line.show("2 of 9", Duration.ofSeconds(9).toNanos());
    line.show("3 of 9", Duration.ofSeconds(10).toNanos());
    line.show("3 of 9", Duration.ofSeconds(30).toNanos());
    line.say("done");
    assertThat(text()).isEqualTo("1 of 9\n3 of 9\ndone\n");
  }
}
