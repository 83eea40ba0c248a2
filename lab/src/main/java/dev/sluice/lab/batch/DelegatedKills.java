package dev.sluice.lab.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.sim.Recorded.Bill;
import dev.sluice.sim.scenario.BatchTerms;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Batches that a provider runs itself, whose gateway is killed again and again, as `kill -9` does:
/// in turn at a random instant, and while it takes their results.
public final class DelegatedKills {
  private static final String MODEL = "m";
  private static final Duration TAKES = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int WITHIN_MS = 1_500;
  private static final long LOOK_MS = 2;

  /// So long the results are waited for at most that are taken when a kill comes.
  private static final Duration SOON = Duration.ofSeconds(10);

  /// A result has more bytes than that in the log.
  private static final int BYTES_A_RESULT = 200;

  private static final String REST =
      """
      batches: {delegate: always, poll: 100ms}
      routes: {all: {models: [%s], targets: [{provider: sim}]}}
      """
          .formatted(MODEL);

  private final BatchSite site;
  private final int lines;
  private final Random random;
  private BatchClient client;
  private int batches;
  private int lost;
  private int more;

  private DelegatedKills(BatchSite site, int lines, Random random) {
    this.site = site;
    this.lines = lines;
    this.random = random;
    this.client = site.client();
  }

  /// What became of the batches.
  ///
  /// @param lines how many each batch has
  /// @param lost lines without an answer
  /// @param more answers beyond one a line, and errors
  /// @param again lines that the provider has billed beyond those of the batches
  /// @param called calls to the provider beside its batches
  /// @param missing lines that it has billed, and that the ledger does not have
  /// @param unbilled lines that the ledger has beyond those billed
  /// @param nanos by how many nano-dollars the ledger's cost is off its tokens, or its tokens are
  ///   off the bill beyond what the missing lines may have
  public record Result(
      int kills,
      int batches,
      int lines,
      int lost,
      int more,
      long again,
      long called,
      long missing,
      long unbilled,
      long nanos) {
    /// The figures, each with what it must keep to.
    public List<Threshold> bounds() {
      return List.of(
          Threshold.atMost("lines lost", lost, 0),
          Threshold.atMost("lines with two results, or an error", more, 0),
          Threshold.atMost("lines that the provider ran again", (double) again, 0),
          Threshold.atMost("calls to the provider beside its batches", (double) called, 0),
          Threshold.atMost(
              "lines billed that the ledger does not have (one a kill)", (double) missing, kills),
          Threshold.atMost("lines of the ledger that were not billed", (double) unbilled, 0),
          Threshold.atMost("nano-dollars of the others beside the bill", (double) nanos, 0));
    }

    Finding finding() {
      return new Finding(
          "%d kills of gateways whose %d batches of %d lines the provider runs"
              .formatted(kills, batches, lines),
          List.of(),
          bounds());
    }
  }

  /// Runs so many batches that the gateway is killed as often as wanted.
  ///
  /// @param lines how many each batch has
  /// @param seed of the instants
  public static Result run(GatewayProgram program, int lines, int kills, long seed)
      throws IOException, InterruptedException {
    Scenario scenario = Scenario.of(Model.named(MODEL)).batches(BatchTerms.STANDARD.takes(TAKES));
    BatchSite.Start start = BatchSite.Start.small(program).delegating();
    try (var site = new BatchSite(start, scenario, REST)) {
      return new DelegatedKills(site, lines, new Random(seed)).run(kills);
    }
  }

  private Result run(int kills) throws IOException, InterruptedException {
    int killed = 0;
    while (killed < kills) {
      String id = client.make(JobLines.chats(lines, MODEL), JobLines.CHAT);
      batches++;
      while (killed < kills && !BatchClient.isOver(client.batch(id))) {
        awaitInstant(id, killed % 2 == 1);
        site.kill();
        site.restart();
        client = client.at(site.gateway().api());
        killed++;
      }
      count(client.awaitEnd(id, PATIENCE));
    }
    site.end();
    return result(kills);
  }

  private void awaitInstant(String id, boolean whileTaken)
      throws IOException, InterruptedException {
    if (!whileTaken) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(WITHIN_MS));
      return;
    }
    Path log = site.folder().resolve("files/batches").resolve(id);
    long wanted = 1L + random.nextInt(lines * BYTES_A_RESULT);
    long until = Clock.SYSTEM.nanos() + SOON.toNanos();
    while (bytes(log) < wanted && Clock.SYSTEM.nanos() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
  }

  private static long bytes(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (NoSuchFileException none) {
      return 0;
    }
  }

  private void count(JsonNode done) throws IOException, InterruptedException {
    List<String> answered =
        client.lines(done.path("output_file_id")).stream()
            .map(line -> line.path("custom_id").asText())
            .toList();
    int errors = client.lines(done.path("error_file_id")).size();
    Set<String> missing = new HashSet<>(JobLines.ids(lines));
    answered.forEach(missing::remove);
    lost += missing.size();
    more += answered.size() + errors + missing.size() - lines;
  }

  private Result result(int kills) throws IOException, InterruptedException {
    LedgerSums sums = LedgerSums.in(site.folder().resolve("data"));
    Bill bill = site.recorded().lineBill(MODEL);
    long missing = Math.max(0, bill.calls() - sums.calls());
    return new Result(
        kills,
        batches,
        lines,
        lost,
        more,
        bill.calls() - (long) batches * lines,
        site.recorded().calls(kind -> kind.path().endsWith(JobLines.CHAT)),
        missing,
        Math.max(0, sums.calls() - bill.calls()),
        off(sums, bill, missing));
  }

  /// Lines are about as long as each other: each that is missing may have twice the mean.
  private static long off(LedgerSums sums, Bill bill, long missing) {
    long price = LedgerSums.nanos(bill, BatchSite.BATCH_PRICE);
    long allowed = missing * 2 * price / Math.max(1, bill.calls());
    var tokens = new Bill(sums.calls(), sums.input(), 0, sums.output());
    long inconsistent = Math.abs(sums.nanos() - LedgerSums.nanos(tokens, BatchSite.BATCH_PRICE));
    return inconsistent + Math.max(0, Math.abs(price - sums.nanos()) - allowed);
  }
}
