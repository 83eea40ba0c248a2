package dev.sluice.lab.demo;

import dev.sluice.lab.demo.Dashboard.View;
import java.io.PrintStream;
import java.util.List;

/// Shows the board: in place on a terminal, else a line at a time. Confined to one thread.
final class Screen {
  private static final String CLEAR_REST_OF_LINE = "\033[K";

  private final PrintStream out;
  private final boolean terminal;
  private int drawn;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /// Shows what has become of the board.
  void show(View view) {
    if (terminal) {
      draw(Table.lines(view));
    } else {
      out.println(Table.summary(view));
    }
    out.flush();
  }

  /// Shows the board for the last time.
  void end(View view) {
    if (terminal) {
      show(view);
    } else {
      Table.lines(view).forEach(out::println);
    }
    out.flush();
  }

  /// Draws over what was drawn before. There are never fewer lines than before: rows only come.
  private void draw(List<String> lines) {
    if (drawn > 0) {
      out.printf("\033[%dA", drawn);
    }
    lines.forEach(line -> out.println(line + CLEAR_REST_OF_LINE));
    drawn = lines.size();
  }
}
