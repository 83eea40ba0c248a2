package dev.sluice.lab.prove;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.text.EnumWords;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.load.LocalGateway;
import dev.sluice.lab.load.SdkClient;
import dev.sluice.lab.load.TimeLeft;
import dev.sluice.lab.mechanism.SideBySide;
import dev.sluice.lab.mechanism.Variant;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The laboratory's run: makes the comparison, and writes its reports.
public final class Prove {
  /// How long an application waits for an answer.
  static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final Duration LEAD = Duration.ofSeconds(2);
  private static final int MET = 0;
  private static final int MISSED = 1;

  private final ProveOptions options;
  private final List<PlannedCall> calls;
  private final Trouble trouble;
  private final Clock clock = Clock.SYSTEM;

  private Prove(ProveOptions options, long seed) {
    this.options = options;
    calls = CallMix.of(options.workload(), options.trace(), options.length(), seed);
    trouble = new Trouble(calls, options.workload(), options.length(), options.load(), seed);
  }

  /// Runs the comparison, prints a table, and writes the results where the options say.
  ///
  /// @param terminal where to say how long it still takes; empty for nowhere
  /// @return the exit code: 0 if every target is met, else 1
  /// @throws IOException if a file cannot be written
  public static int run(ProveOptions options, PrintStream out, Optional<PrintStream> terminal)
      throws IOException, InterruptedException {
    Duration longest = LEAD.plus(options.length()).plus(DEADLINE);
    SideBySide compared = options.compared();
    if (compared.isAsked()) {
      compared.run(
          "%s for %d s".formatted(EnumWords.of(options.workload()), options.length().toSeconds()),
          longest,
          (variant, seed) -> VariantFigures.of(new Prove(options, seed).gateway(variant)),
          out,
          terminal);
      return MET;
    }
    var prove = new Prove(options, compared.seed());
    out.printf(
        "%,d calls in %d s on each side; the result follows %d s after the last%n",
        prove.calls.size(), options.length().toSeconds(), DEADLINE.toSeconds());
    Result result;
    try (var _ = TimeLeft.start(terminal, Clock.SYSTEM, "calls on both sides", longest)) {
      result = prove.result();
    }
    out.print(TextReport.of(result));
    JsonReport.write(ResultTree.of(result), compared.json());
    return result.isMet() ? MET : MISSED;
  }

  /// Plays both sides at the same time, each before providers of its own.
  Result result() throws IOException, InterruptedException {
    try (ExecutorService sides = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Figures> before = sides.submit((Callable<Figures>) this::sdk);
      Future<Figures> after = sides.submit(() -> gateway(Variant.WHOLE));
      return new Result(options, calls.size(), SideBySide.get(before), SideBySide.get(after));
    }
  }

  private Figures sdk() throws InterruptedException {
    long start = clock.nanos() + LEAD.toNanos();
    try (Site site = Site.start(trouble, LEAD);
        SdkClient http = ApplicationClient.http(DEADLINE)) {
      var side = new Side(new ApplicationClient.Sdk(http, site.bases()), clock, DEADLINE);
      List<PlannedCallResult> results = side.run(calls, start);
      return figures(results, site, side.peak(), List.of());
    }
  }

  private Figures gateway(Variant variant) throws InterruptedException, IOException {
    long start = clock.nanos() + LEAD.toNanos();
    try (Site site = Site.start(trouble, LEAD);
        LocalGateway gateway = LocalGateway.start(site.config(variant), variant::change);
        SdkClient http = ApplicationClient.http(DEADLINE);
        PinnedThreadCounter pinned = PinnedThreadCounter.start()) {
      var side = new Side(new ApplicationClient.Gateway(http, gateway.base()), clock, DEADLINE);
      List<PlannedCallResult> results = side.run(calls, start);
      List<String> places = pinned.end();
      return figures(results, site, places.size(), places);
    }
  }

  private static Figures figures(
      List<PlannedCallResult> results, Site site, int blocked, List<String> places) {
    return new Figures(
        results,
        DEADLINE,
        site.calls(_ -> true),
        site.calls(status -> status == 200),
        site.calls(status -> status == 429),
        blocked,
        places);
  }
}
