package dev.sluice.lab.overhead;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.ProgressLine;
import dev.sluice.lab.process.Folder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.IntFunction;

/// Measures what a proxy costs, and says whether Sluice costs no more than it may.
public final class Overhead {
  private Overhead() {}

  /// Measures, prints, and writes the results where they are asked for. Takes minutes; binds this
  /// process to a core where it can. Needs Linux.
  ///
  /// @param terminal whether `out` is one, where what is under way is said on one line
  /// @return the exit code: 0 if every threshold holds and every call went well, else 1
  /// @throws IOException if a proxy does not start, or the results cannot be written
  public static int run(OverheadOptions options, PrintStream out, boolean terminal)
      throws IOException, InterruptedException {
    Sheet sheet = new Sheet();
    try (Cores cores = Cores.bind(options.cores())) {
      sheet.check(cores);
      measure(options, cores, sheet, steps -> new ProgressLine(out, terminal, Clock.SYSTEM, steps));
    }
    return report(options, sheet, out);
  }

  private static void measure(
      OverheadOptions options, Cores cores, Sheet sheet, IntFunction<ProgressLine> line)
      throws IOException, InterruptedException {
    try (Folder folder = Folder.create("sluice-overhead")) {
      Bench.run(
          options.seconds(),
          options.provider(),
          bench -> {
            InetSocketAddress provider = bench.provider().address();
            try (Ends ends = Ends.start(options, folder.path(), provider, cores)) {
              ends.check(sheet);
              List<Starter> proxies = ends.proxies();
              int steps = Rounds.steps(options, proxies.stream().map(Starter::name).toList());
              try (ProgressLine progress = line.apply(steps)) {
                new Rounds(bench, options, proxies, sheet, progress).run();
              }
            }
          });
    }
  }

  private static int report(OverheadOptions options, Sheet sheet, PrintStream out)
      throws IOException {
    List<Threshold> thresholds = Thresholds.of(sheet);
    TextReport.print(sheet, thresholds, out);
    JsonReport.write(SheetTree.of(sheet, thresholds), options.json());
    return sheet.exitCode(thresholds);
  }
}
