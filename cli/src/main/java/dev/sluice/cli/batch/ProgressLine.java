package dev.sluice.cli.batch;

import dev.sluice.cli.console.TerminalSize;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// How far a command is: on a terminal one line that is written over; elsewhere lines, of which one
/// stands for ten seconds at least. For one thread.
final class ProgressLine {
  private static final String AGAIN = "\r";
  private static final String CLEAR_REST_OF_LINE = "\033[K";
  private static final long EACH = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final Optional<Supplier<TerminalSize>> terminal;
  private String shown = "";
  private long next;
  private boolean any;

  /// @param terminal how large it is; empty where `out` is none
  ProgressLine(PrintStream out, Optional<Supplier<TerminalSize>> terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /// Shows how far it is.
  ///
  /// @param now in nanoseconds
  void show(String text, long now) {
    if (terminal.isPresent()) {
      // A line that fills the terminal would move the cursor to the next one.
      int most = terminal.get().get().columns() - 1;
      out.print(AGAIN + text.substring(0, Math.min(most, text.length())) + CLEAR_REST_OF_LINE);
      out.flush();
    } else if (!text.equals(shown) && (!any || now - next >= 0)) {
      out.println(text);
      next = now + EACH;
    } else {
      return;
    }
    shown = text;
    any = true;
  }

  /// Prints a line that stays.
  void say(String line) {
    clear();
    out.println(line);
    out.flush();
  }

  /// Removes what a terminal shows of how far it is.
  void clear() {
    if (terminal.isPresent() && any) {
      out.print(AGAIN + CLEAR_REST_OF_LINE);
      out.flush();
    }
    any = false;
  }
}
