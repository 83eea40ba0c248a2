package dev.sluice.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.console.TerminalSize;
import dev.sluice.cli.demo.Dashboard.View;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final String HEAD =
      "http://127.0.0.1:8080/v1  key sk-demo  dashboard http://127.0.0.1:8680/";

  private static final View VIEW =
      new View(Duration.ofSeconds(1), 2, 0, List.of(), Optional.empty(), new TreeMap<>());

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);

  private TerminalSize size = TerminalSize.USUAL;

  @Test
  void a_terminal_is_drawn_over() {
    Screen screen = new Screen(out, HEAD, Optional.of(() -> size));
    screen.show(VIEW, List.of());
    assertThat(text()).doesNotContain("\033[6A");
    bytes.reset();
    screen.show(VIEW, List.of());
    assertThat(text()).startsWith("\033[6A").contains("2 calls and 0 errors in 1 s\033[K\n");
  }

  @Test
  void a_terminal_that_has_changed_its_size_is_cleared() {
    Screen screen = new Screen(out, HEAD, Optional.of(() -> size));
    screen.show(VIEW, List.of());
    bytes.reset();
    size = new TerminalSize(60, 24);
    screen.show(VIEW, List.of());
    assertThat(text()).startsWith("\033[H\033[2J");
    bytes.reset();
    screen.show(VIEW, List.of());
    assertThat(text()).startsWith("\033[7A");
  }

  @Test
  void a_picture_is_no_higher_than_the_terminal() {
    size = new TerminalSize(80, 4);
    Screen screen = new Screen(out, HEAD, Optional.of(() -> size));
    screen.show(VIEW, List.of("one", "two", "three"));
    assertThat(text()).startsWith(HEAD);
    assertThat(text().lines().filter(line -> line.endsWith("\033[K"))).hasSize(3);
    bytes.reset();
    screen.show(VIEW, List.of());
    assertThat(text()).startsWith("\033[3A").endsWith("\033[J");
  }

  @Test
  void the_terminals_size_is_read_and_never_too_small() {
    assertThat(TerminalSize.of("50 132\n")).isEqualTo(new TerminalSize(132, 50));
    assertThat(TerminalSize.of("1 20\n")).isEqualTo(new TerminalSize(40, 4));
    assertThat(TerminalSize.of("0 0\n")).isEqualTo(TerminalSize.USUAL);
    assertThat(TerminalSize.of("")).isEqualTo(TerminalSize.USUAL);
  }

  @Test
  void a_log_gets_lines_and_the_table_at_the_end() {
    Screen screen = new Screen(out, HEAD, Optional.empty());
    screen.show(VIEW, List.of());
    assertThat(text()).isEqualTo("1 s: 2 calls, 0 errors; \n");
    screen.end(VIEW, List.of("a circuit opens"));
    assertThat(text())
        .endsWith("2 calls and 0 errors in 1 s\na circuit opens\nnothing went wrong yet\n")
        .doesNotContain("\033");
  }

  private String text() {
    return bytes.toString(UTF_8);
  }
}
