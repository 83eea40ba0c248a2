package dev.sluice.cli.demo;

import dev.sluice.cli.console.TerminalSize;
import dev.sluice.cli.demo.Dashboard.View;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Shows the board: in place on a terminal, else a line at a time. Confined to one thread.
///
/// A terminal gets each picture in one write: over the one before while its size is the same, and
/// on a cleared screen once that has changed, since lines that were broken anew cannot be counted.
/// No line is wider than the terminal, and no picture higher.
final class Screen {
  private static final String CLEAR_REST_OF_LINE = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";
  private static final String CLEAR_ALL = "\033[H\033[2J";

  private final PrintStream out;
  private final String head;
  private final Optional<Supplier<TerminalSize>> terminal;
  private TerminalSize size = TerminalSize.USUAL;
  private int drawn;

  /// @param head what stands above each picture on a terminal
  /// @param terminal how large it is; empty where `out` is none
  Screen(PrintStream out, String head, Optional<Supplier<TerminalSize>> terminal) {
    this.out = out;
    this.head = head;
    this.terminal = terminal;
  }

  /// Shows what has become of the board.
  ///
  /// @param events what the gateway has told its operator of late
  void show(View view, List<String> events) {
    terminal.ifPresentOrElse(
        asked -> draw(view, events, asked.get()), () -> out.println(Table.summary(view)));
    out.flush();
  }

  /// Shows the table for the last time.
  void end(View view, List<String> events) {
    if (terminal.isPresent()) {
      show(view, events);
    } else {
      Table.lines(view, events, TerminalSize.USUAL.columns()).forEach(out::println);
    }
    out.flush();
  }

  private void draw(View view, List<String> events, TerminalSize now) {
    List<String> shown = fitting(view, events, now);
    var picture = new StringBuilder();
    if (drawn > 0) {
      picture.append(now.equals(size) ? "\033[" + drawn + "A" : CLEAR_ALL);
    }
    shown.forEach(line -> picture.append(line).append(CLEAR_REST_OF_LINE).append('\n'));
    out.print(picture.append(CLEAR_BELOW));
    size = now;
    drawn = shown.size();
  }

  private List<String> fitting(View view, List<String> events, TerminalSize now) {
    List<String> lines = new ArrayList<>(Wrap.lines(head, now.columns()));
    lines.add("");
    lines.addAll(Table.lines(view, events, now.columns()));
    return lines.subList(0, Math.min(lines.size(), now.rows() - 1));
  }
}
