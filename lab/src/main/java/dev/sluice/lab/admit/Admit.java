package dev.sluice.lab.admit;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.load.ProgressLine;
import dev.sluice.lab.load.TimeLeft;
import dev.sluice.lab.trace.Trace;
import dev.sluice.server.CannotListen;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares policies, and says whether the gateway's does what it must.
public final class Admit {
  private static final int PASSED = 0;
  private static final int FAILED = 1;

  /// How long a stretch is played over sockets.
  private static final double SECONDS = 60;

  private Admit() {}

  /// Compares, prints, and writes the results where they are asked for.
  ///
  /// @param terminal where to say how long it still takes; empty for nowhere
  /// @return the exit code: 0 if every bound holds, else 1
  /// @throws IOException if the results cannot be written
  public static int run(AdmitOptions options, PrintStream out, Optional<PrintStream> terminal)
      throws IOException {
    Runs runs;
    List<Finding> findings;
    int steps = Comparison.steps(options) + Scenarios.COUNT * Scenarios.RUNS;
    try (var progress = ProgressLine.at(terminal, Clock.SYSTEM, steps)) {
      runs = Comparison.run(options, progress::step);
      findings = Scenarios.play(options, what -> progress.step(what, Scenarios.RUNS));
    }
    var bounds = new ArrayList<>(Bounds.of(runs, options.deadline()));
    findings.forEach(finding -> bounds.addAll(finding.bounds()));
    TextReport.runs(runs, out);
    TextReport.findings(findings, out);
    TextReport.bounds(bounds, out);
    if (options.json().isPresent()) {
      JsonReport.write(RunsTree.of(runs), options.json().get());
    }
    if (options.html().isPresent()) {
      HtmlReport.write(runs, findings, bounds, options.html().get());
    }
    return bounds.stream().allMatch(Bound::holds) ? PASSED : FAILED;
  }

  /// Plays a minute of the first trace over sockets and in virtual time, prints both, and compares.
  ///
  /// @return the exit code: 0 if they are close, else 1
  /// @throws CannotListen if there is no port
  /// @param terminal where to say how long it still takes; empty for nowhere
  public static int sockets(AdmitOptions options, PrintStream out, Optional<PrintStream> terminal)
      throws CannotListen, InterruptedException {
    List<Finding> findings = overSockets(options, terminal);
    List<Bound> bounds = findings.stream().flatMap(finding -> finding.bounds().stream()).toList();
    TextReport.findings(findings, out);
    TextReport.bounds(bounds, out);
    return bounds.stream().allMatch(Bound::holds) ? PASSED : FAILED;
  }

  private static List<Finding> overSockets(AdmitOptions options, Optional<PrintStream> terminal)
      throws CannotListen, InterruptedException {
    Trace trace = options.traces().getFirst();
    Duration twice = Duration.ofSeconds(2 * (long) SECONDS);
    try (var _ = TimeLeft.start(terminal, Clock.SYSTEM, "two minutes over sockets", twice)) {
      return Sockets.play(trace, options.bands(), SECONDS);
    }
  }
}
