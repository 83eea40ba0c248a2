package dev.sluice.lab.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A batch whose gateway is killed again and again while it runs, as `kill -9` does, at random
/// calls. After every second kill the end of its log is torn off as well, as by a machine that
/// loses its power. Where a bucket has the log a kill takes what has come since its last object.
public final class KilledBatch {
  private static final String COMPLETED = "completed";
  private static final int RUNNING = 32;
  private static final int TORN = 7;
  private static final int WRITTEN = 16;
  private static final String MODEL = "m";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LOOK_MS = 2;
  private static final String REST =
      """
      batches: {running: %d}
      routes: {all: {models: [%s], targets: [{provider: sim}]}}
      """
          .formatted(RUNNING, MODEL);

  private final BatchSite site;
  private final int lines;
  private final Random random;
  private final boolean inBucket;

  private KilledBatch(BatchSite site, int lines, Random random, boolean inBucket) {
    this.site = site;
    this.lines = lines;
    this.random = random;
    this.inBucket = inBucket;
  }

  /// What became of the batch.
  ///
  /// @param kills how often its gateway was killed
  /// @param taken how many results a kill may take besides the calls under way
  /// @param status of the batch in the end
  /// @param lost lines without a result
  /// @param twice lines with more than one
  /// @param failed lines whose result is an error
  /// @param miscounted by how much `request_counts` and `usage` are off
  /// @param again calls that the provider has answered beyond one a line
  /// @param unbilled calls of the ledger that the provider has not billed
  /// @param missing calls that it has billed, and that the ledger does not have
  /// @param estimated calls of the ledger whose end was hidden
  public record Result(
      int kills,
      int taken,
      String status,
      int lost,
      int twice,
      int failed,
      int miscounted,
      long again,
      long unbilled,
      long missing,
      long estimated) {
    /// How many calls were under way at the kills, at most, or had a result that was lost.
    private int repeatable() {
      return kills * (RUNNING + taken);
    }

    /// How many calls had no end in the ledger at the kills, at most: those under way, and as many
    /// whose answers had just come.
    private int unsettled() {
      return 2 * kills * (RUNNING + 1);
    }

    /// The figures, each with what it must keep to.
    public List<Threshold> bounds() {
      return List.of(
          Threshold.atLeast("batches completed", status.equals(COMPLETED) ? 1 : 0, 1),
          Threshold.atMost("lines lost", lost, 0),
          Threshold.atMost("lines with two results", twice, 0),
          Threshold.atMost("lines with an error", failed, 0),
          Threshold.atMost("lines and tokens miscounted", miscounted, 0),
          Threshold.atMost(
              "calls made again (those under way at a kill)", (double) again, repeatable()),
          Threshold.atMost("calls billed that the ledger does not have", (double) missing, 0),
          Threshold.atMost(
              "calls of the ledger that were not billed", (double) unbilled, unsettled()),
          Threshold.atMost(
              "calls of the ledger with an estimate", (double) estimated, unsettled()));
    }

    Result and(Result other) {
      return new Result(
          kills + other.kills,
          Math.max(taken, other.taken),
          status.equals(COMPLETED) ? other.status : status,
          lost + other.lost,
          twice + other.twice,
          failed + other.failed,
          miscounted + other.miscounted,
          again + other.again,
          unbilled + other.unbilled,
          missing + other.missing,
          estimated + other.estimated);
    }
  }

  /// Runs one batch.
  ///
  /// @param lines how many it has
  /// @param kills how often the gateway is killed
  /// @param seed of the instants
  public static Result run(GatewayProgram program, int lines, int kills, long seed)
      throws IOException, InterruptedException {
    return run(program, lines, kills, seed, "");
  }

  /// Runs one batch.
  ///
  /// @param bucket what the configuration says of the bucket that has files and log, with a comma
  ///   in front; empty for a folder
  public static Result run(GatewayProgram program, int lines, int kills, long seed, String bucket)
      throws IOException, InterruptedException {
    Speed speed = Speed.of(Duration.ofMillis(60), Duration.ofMillis(1));
    Scenario scenario = Scenario.of(Model.named(MODEL).speed(speed));
    BatchSite.Start start = BatchSite.Start.small(program).keeping(bucket);
    try (var site = new BatchSite(start, scenario, REST)) {
      return new KilledBatch(site, lines, new Random(seed), !bucket.isEmpty()).run(kills);
    }
  }

  private Result run(int kills) throws IOException, InterruptedException {
    BatchClient client = site.client();
    String id = client.make(JobLines.chats(lines, MODEL), JobLines.CHAT);
    int[] instants = random.ints(kills, RUNNING, lines - RUNNING).sorted().toArray();
    for (int i = 0; i < kills; i++) {
      while (site.recorded().count() < instants[i]) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
      site.kill();
      if (i % 2 == 1 && !inBucket) {
        tear(site.folder().resolve("files/batches").resolve(id));
      }
      site.restart();
      client = client.at(site.gateway().api());
    }
    JsonNode done = client.awaitEnd(id, PATIENCE);
    List<String> ids = names(client, done, "output_file_id");
    int failed = names(client, done, "error_file_id").size();
    site.end();
    return result(kills, done, ids, failed);
  }

  /// Cuts the end off the newest log that has any.
  private static void tear(Path logs) throws IOException {
    Optional<Path> newest;
    try (Stream<Path> all = Files.list(logs)) {
      newest =
          all.filter(file -> file.toFile().length() > TORN)
              .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
    }
    if (newest.isPresent()) {
      try (var log = FileChannel.open(newest.get(), StandardOpenOption.WRITE)) {
        var _ = log.truncate(log.size() - TORN);
      }
    }
  }

  private static List<String> names(BatchClient client, JsonNode done, String file)
      throws IOException, InterruptedException {
    return client.lines(done.path(file)).stream()
        .map(line -> line.path("custom_id").asText())
        .toList();
  }

  private Result result(int kills, JsonNode done, List<String> ids, int failed)
      throws IOException, InterruptedException {
    Set<String> different = new HashSet<>(ids);
    Set<String> lost = new HashSet<>(JobLines.ids(lines));
    lost.removeAll(different);
    int miscounted =
        Math.abs(BatchClient.completed(done) - lines)
            + BatchClient.failed(done)
            + Math.abs(done.path("usage").path("output_tokens").asInt() - WRITTEN * lines);
    long billed = site.recorded().bill(MODEL).calls();
    LedgerSums sums = LedgerSums.in(site.folder().resolve("data"));
    return new Result(
        kills,
        inBucket ? lines : 1,
        BatchClient.status(done),
        lost.size(),
        ids.size() - different.size(),
        failed,
        miscounted,
        billed - lines,
        Math.max(0, sums.calls() - billed),
        Math.max(0, billed - sums.calls()),
        sums.estimated());
  }
}
