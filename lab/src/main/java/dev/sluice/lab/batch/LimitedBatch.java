package dev.sluice.lab.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.batch.BatchSite.Start;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.sim.Recorded;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// How much of a quota a batch uses: embeddings at a provider that counts tokens, and chats that
/// take seconds at one that counts requests, so that a quota is used up by many calls at a time
/// alone. The gateway knows the limits. What the quota allows is the limit a minute from the
/// beginning to the last call, behind what the gateway is told to use at once.
final class LimitedBatch {
  private static final String VECTORS = "vectors";
  private static final String SLOW = "slow";

  /// Tokens a minute, of which ten seconds' worth is there at once.
  private static final Limit TOKENS = new Limit(400_000, 66_000);

  /// Requests a minute, of which ten seconds' worth is there at once.
  private static final Limit REQUESTS = new Limit(6_000, 1_000);

  /// How many seconds' worth the gateway is told to use at once: a grant takes a moment to become a
  /// call, and longer on a busy machine.
  private static final int AT_ONCE = 3;

  private static final Duration CHAT_TAKES = Duration.ofSeconds(2);

  /// So many slow chats for a line of the options.
  private static final double SLOW_LINES = 0.3;

  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final int REFUSED = 429;
  private static final double MORE_TIME = 1.1;
  private static final double FEW = 0.001;
  private static final double TOGETHER = 0.1;
  private static final double MINUTE = 60;
  private static final String REST =
      """
      batches: {}
      routes:
        slow: {models: [slow], targets: [{provider: sim}]}
        vectors: {models: [vectors], targets: [{provider: sim}], batch: {}}
      """;

  private final BatchOptions options;
  private final GatewayProgram program;
  private final Consumer<String> say;

  /// @param say is told what is under way
  LimitedBatch(BatchOptions options, GatewayProgram program, Consumer<String> say) {
    this.options = options;
    this.program = program;
    this.say = say;
  }

  List<Finding> all() throws IOException, InterruptedException {
    say.accept("embeddings at a limit");
    Finding embeddings = embeddings();
    say.accept("slow chats at a limit");
    return List.of(embeddings, chats());
  }

  private Finding embeddings() throws IOException, InterruptedException {
    var limits = new ModelLimits(null, TOKENS, Integer.MAX_VALUE, false);
    Model model =
        Model.named(VECTORS)
            .speed(Speed.of(Duration.ofMillis(300), Duration.ZERO))
            .dimensions(JobLines.DIMENSIONS)
            .limits(limits);
    String quota = "{vectors: {tpm: %d, burst: %ds}}".formatted(TOKENS.perMinute(), AT_ONCE);
    try (var site = site(model, quota)) {
      String lines = JobLines.embeddings(options.lines(), VECTORS);
      double took = took(site.client(), lines, JobLines.EMBEDDINGS, options.lines());
      Recorded recorded = site.recorded();
      double allowed = allowed(recorded.bill(VECTORS).input(), TOKENS);
      List<Threshold> bounds = new ArrayList<>(bounds(took, allowed, recorded));
      bounds.add(
          Threshold.atMost(
              "calls to the provider, as a share of the lines",
              (double) recorded.count() / options.lines(),
              TOGETHER));
      return new Finding(
          "%,d embeddings at %,d tokens a minute".formatted(options.lines(), TOKENS.perMinute()),
          List.of(note(took, allowed, recorded)),
          bounds);
    }
  }

  private Finding chats() throws IOException, InterruptedException {
    int lines = (int) (options.lines() * SLOW_LINES);
    var limits = new ModelLimits(REQUESTS, null, Integer.MAX_VALUE, false);
    Model model =
        Model.named(SLOW)
            .speed(Speed.of(Duration.ofMillis(1_500), Duration.ofMillis(30)))
            .limits(limits);
    String quota = "{slow: {rpm: %d, burst: %ds}}".formatted(REQUESTS.perMinute(), AT_ONCE);
    try (var site = site(model, quota)) {
      double took = took(site.client(), JobLines.chats(lines, SLOW), JobLines.CHAT, lines);
      Recorded recorded = site.recorded();
      double allowed = allowed(lines, REQUESTS) + CHAT_TAKES.toSeconds();
      return new Finding(
          "%,d chats of 2 s at %,d requests a minute".formatted(lines, REQUESTS.perMinute()),
          List.of(note(took, allowed, recorded)),
          bounds(took, allowed, recorded));
    }
  }

  private BatchSite site(Model model, String quota) throws IOException {
    return new BatchSite(Start.usual(program).limited(quota), Scenario.of(model), REST);
  }

  private static double took(BatchClient client, String lines, String endpoint, int count)
      throws IOException, InterruptedException {
    String id = client.make(lines, endpoint);
    long begun = Clock.SYSTEM.nanos();
    JsonNode done = client.awaitEnd(id, PATIENCE);
    if (BatchClient.completed(done) != count) {
      throw new IOException("the batch has not gone well: " + done);
    }
    return (Clock.SYSTEM.nanos() - begun) / 1e9;
  }

  private static double allowed(long units, Limit limit) {
    return (double) units / limit.perMinute() * MINUTE - AT_ONCE;
  }

  private static long refused(Recorded recorded) {
    return recorded.calls(kind -> kind.status() == REFUSED);
  }

  private static String note(double took, double allowed, Recorded recorded) {
    return String.format(
        Locale.ROOT,
        "it took %.1f s, the quota allows %.1f s; %,d calls to the provider, of which %d refused",
        took,
        allowed,
        recorded.count(),
        refused(recorded));
  }

  private static List<Threshold> bounds(double took, double allowed, Recorded recorded) {
    return List.of(
        Threshold.atMost("time, as a share of what the quota allows", took / allowed, MORE_TIME),
        Threshold.atMost(
            "calls refused with 429, as a share",
            (double) refused(recorded) / recorded.count(),
            FEW));
  }
}
