package dev.sluice.lab.overhead;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.load.ProgressLine;
import dev.sluice.lab.overhead.OverheadOptions.Part;
import dev.sluice.lab.process.Folder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Measures what a call costs this revision beside another one, and says whether it costs no more
/// than it may.
public final class RevisionComparison {
  private final ComparisonOptions options;
  private final GatewayProgram program;
  private final Sheet sheet = new Sheet();

  private RevisionComparison(ComparisonOptions options, GatewayProgram program) {
    this.options = options;
    this.program = program;
  }

  /// Builds the other revision, measures both, prints, and writes the results where they are asked
  /// for. Takes many minutes; binds this process to a core where it can. Needs Linux. An interrupt
  /// ends it; whatever it has started, checked out or written for itself is gone when it returns.
  ///
  /// @param program how to start this revision
  /// @param out for the results
  /// @param err for the progress
  /// @return the exit code: 0 if the bound holds and every call went well, else 1
  /// @throws IOException if there is no such revision, it does not build or does not start, or the
  ///   results cannot be written
  public static int run(
      ComparisonOptions options, GatewayProgram program, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    return new RevisionComparison(options, program).run(out, err);
  }

  private int run(PrintStream out, PrintStream err) throws IOException, InterruptedException {
    try (Folder folder = Folder.create("sluice-overhead");
        OtherRevision other =
            OtherRevision.open(options.revision(), program.checkout(), folder.path())) {
      err.printf("building %s where it is not built%n", other.title());
      other.build();
      measure(other, folder.path(), err);
      return report(other.title(), out);
    }
  }

  private void measure(OtherRevision other, Path folder, PrintStream err)
      throws IOException, InterruptedException {
    try (Cores cores = Cores.bind()) {
      sheet.check(cores);
      Bench.run(
          options.seconds(),
          bench -> {
            JitWarmUp warmUp = new JitWarmUp(bench, OverheadOptions.SECONDS);
            warmUp.run(Contender.direct(bench.provider().address()));
            PairedRounds rounds = rounds(bench, warmUp, other, folder, cores);
            try (ProgressLine progress =
                new ProgressLine(err, options.terminal(), Clock.SYSTEM, rounds.steps())) {
              rounds.run(progress);
            }
          });
    }
  }

  private PairedRounds rounds(
      Bench bench, JitWarmUp warmUp, OtherRevision other, Path folder, Cores cores) {
    InetSocketAddress provider = bench.provider().address();
    Optional<Starter> nginx = Nginx.starter(folder, provider, cores);
    List<Starter> fresh =
        List.of(
            starter(Contender.OTHER, new Launch(other::command, folder, provider, cores)),
            starter(Contender.SLUICE, new Launch(program::command, folder, provider, cores)));
    List<Starter> lasting = fresh.stream().map(starter -> warmUp.withStart(starter)).toList();
    return new PairedRounds(
        bench,
        Part.scenarios(options.only()),
        options.rounds(),
        Stream.concat(nginx.stream(), lasting.stream()).toList(),
        Stream.concat(nginx.stream(), fresh.stream()).toList(),
        sheet);
  }

  private Starter starter(String name, Launch launch) {
    Launch counted = launch.counted();
    return new Starter(name, () -> Sluice.start(name, options.configuration(), counted).counting());
  }

  private int report(String other, PrintStream out) throws IOException {
    ComparisonReport report = new ComparisonReport(other, sheet, options.atMost());
    report.print(out);
    JsonReport.write(report.tree(), options.json());
    return sheet.exitCode(report.thresholds());
  }
}
