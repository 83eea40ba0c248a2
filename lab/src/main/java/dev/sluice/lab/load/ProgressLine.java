package dev.sluice.lab.load;

import dev.sluice.call.runtime.Clock;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/// Says which of many steps is under way: in a terminal on one line, which is written over itself,
/// with the time left; elsewhere on a line a step. For one thread.
///
/// Limitations: the time left takes steps to be as long as their weights say, so it errs by what is
/// left of a round.
public final class ProgressLine implements AutoCloseable {
  private static final String TO_LINE_START = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final Clock clock;
  private final int steps;
  private final long started;
  private int done;

  /// The steps that the one under way counts as.
  private int current;

  /// Begins to count time, where people look on; says nothing elsewhere.
  ///
  /// @param terminal where to say it; empty where there is no terminal
  /// @param steps how many there will be, at least 1
  public static ProgressLine at(Optional<PrintStream> terminal, Clock clock, int steps) {
    PrintStream out = terminal.orElseGet(() -> new PrintStream(OutputStream.nullOutputStream()));
    return new ProgressLine(out, true, clock, steps);
  }

  /// Begins to count time.
  ///
  /// @param steps how many there will be, at least 1
  public ProgressLine(PrintStream out, boolean terminal, Clock clock, int steps) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.steps = steps;
    this.started = clock.nanos();
  }

  /// Shows that the next step begins.
  public void step(String step) {
    step(step, 1);
  }

  /// Shows that the next step begins, which takes as long as `weight` steps.
  public void step(String step, int weight) {
    done += current;
    current = weight;
    if (terminal) {
      out.print(TO_LINE_START + step + left());
      out.flush();
    } else {
      out.println(step);
    }
  }

  /// Ends the line: all steps are done, or will not be.
  @Override
  public void close() {
    if (terminal) {
      out.print(TO_LINE_START);
      out.flush();
    }
  }

  private String left() {
    if (done == 0) {
      return "";
    }
    double aStep = (double) (clock.nanos() - started) / done;
    Duration left = Duration.ofNanos((long) (aStep * (steps - done)));
    return left.toMinutes() > 1
        ? "; %d min left".formatted(left.plusSeconds(30).toMinutes())
        : "; %d s left".formatted(left.toSeconds());
  }
}
