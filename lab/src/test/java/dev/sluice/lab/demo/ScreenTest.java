package dev.sluice.lab.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.demo.Dashboard.View;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final View VIEW =
      new View(Duration.ofSeconds(1), 2, 0, List.of(), Optional.empty());

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  @Test
  void a_terminal_is_drawn_over() {
    Screen screen = new Screen(out, true);
    screen.show(VIEW);
    assertThat(text()).doesNotContain("\033[4A");
    bytes.reset();
    screen.show(VIEW);
    assertThat(text()).startsWith("\033[4A").contains("2 calls and 0 errors in 1 s\033[K\n");
  }

  @Test
  void a_log_gets_lines_and_the_table_at_the_end() {
    Screen screen = new Screen(out, false);
    screen.show(VIEW);
    assertThat(text()).isEqualTo("1 s: 2 calls, 0 errors; \n");
    screen.end(VIEW);
    assertThat(text())
        .endsWith("2 calls and 0 errors in 1 s\nnothing went wrong yet\n")
        .doesNotContain("\033");
  }

  private String text() {
    return bytes.toString(UTF_8);
  }
}
