package dev.sluice.lab.batch;

import dev.sluice.lab.batch.BatchSite.Start;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.Folder;
import dev.sluice.sim.Recorded.Bill;
import dev.sluice.sim.scenario.BatchTerms;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Whether the ledger has what the provider bills for a batch of embeddings: one whose lines the
/// gateway calls, and one of the same lines that the provider runs itself.
///
/// @param say is told what is under way
record SummedBatch(BatchOptions options, GatewayProgram program, Consumer<String> say) {
  private static final String VECTORS = "vectors";

  /// Answers of a batch that the provider runs lie in its memory.
  private static final int DIMENSIONS = 8;

  private static final Duration TAKES = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static String rest(String delegate) {
    return """
    batches: {delegate: %s, poll: 100ms}
    routes: {vectors: {models: [vectors], targets: [{provider: sim}], batch: {}}}
    """
        .formatted(delegate);
  }

  List<Finding> all() throws IOException, InterruptedException {
    say.accept("a batch whose lines the gateway calls");
    Finding here = found(false);
    say.accept("a batch that the provider runs");
    return List.of(here, found(true));
  }

  private Finding found(boolean delegated) throws IOException, InterruptedException {
    Scenario scenario =
        Scenario.of(Model.named(VECTORS).dimensions(DIMENSIONS))
            .batches(BatchTerms.STANDARD.takes(TAKES));
    Start usual = Start.usual(program);
    String rest = rest(delegated ? "always" : "never");
    try (var site = new BatchSite(delegated ? usual.delegating() : usual, scenario, rest);
        Folder folder = Folder.create("sluice-batch-run")) {
      int lines = options.lines();
      String input = JobLines.embeddings(lines, VECTORS);
      double took;
      try (RunProcess run = RunProcess.at(site, program, folder.path(), input)) {
        took = run.awaitEnd(lines, PATIENCE);
      }
      site.end();
      return finding(site, delegated, LedgerSums.in(site.folder().resolve("data")), took);
    }
  }

  private Finding finding(BatchSite site, boolean delegated, LedgerSums sums, double took) {
    long calls = site.recorded().calls(kind -> kind.path().endsWith(JobLines.EMBEDDINGS));
    Bill bill = delegated ? site.recorded().lineBill(VECTORS) : site.recorded().bill(VECTORS);
    long nanos = LedgerSums.nanos(bill, delegated ? BatchSite.BATCH_PRICE : 1);
    List<Threshold> bounds = new ArrayList<>();
    bounds.add(zero("calls of the ledger beside the lines", sums.calls() - options.lines()));
    bounds.add(zero("tokens of the ledger beside the bill", sums.tokensOff(bill)));
    bounds.add(zero("nano-dollars of the ledger beside the bill", sums.nanos() - nanos));
    bounds.add(zero("calls of the ledger with an estimate", sums.estimated()));
    if (delegated) {
      bounds.add(zero("lines billed beside the lines", bill.calls() - options.lines()));
      bounds.add(zero("calls to the provider beside its batches", calls));
    }
    String note =
        String.format(
            Locale.ROOT,
            "it took %.1f s; %,d tokens and %,d nano-dollars in the ledger; %,d calls to the provider",
            took,
            sums.input() + sums.output(),
            sums.nanos(),
            calls);
    return new Finding(
        "ledger and bill of %,d embeddings that %s"
            .formatted(options.lines(), delegated ? "the provider runs" : "the gateway calls"),
        List.of(note),
        bounds);
  }

  private static Threshold zero(String what, long value) {
    return Threshold.atMost(what, (double) Math.abs(value), 0);
  }
}
