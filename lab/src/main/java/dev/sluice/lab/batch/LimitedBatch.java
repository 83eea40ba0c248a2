package dev.sluice.lab.batch;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.Folder;
import dev.sluice.sim.Recorded;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// How much of a quota `batch run` uses with a gateway of its own: embeddings at a provider that
/// counts tokens, and chats that take seconds at one that counts requests, so that a quota is used
/// up by many calls at a time alone. The gateway knows the limits. What the quota allows is the
/// limit a minute from the beginning to the last call, behind what the gateway is told to use at
/// once; the time is that of the whole command, from its start to the last answer in its file.
///
/// @param say is told what is under way
record LimitedBatch(BatchOptions options, GatewayProgram program, Consumer<String> say) {
  /// Tokens a minute, of which ten seconds' worth is there at once.
  static final Limit TOKENS = new Limit(400_000, 66_000);

  /// How many seconds' worth the gateway is told to use at once: a grant takes a moment to become a
  /// call, and longer on a busy machine.
  static final int AT_ONCE = 3;

  private static final String VECTORS = "vectors";
  private static final String SLOW = "slow";

  /// Requests a minute, of which ten seconds' worth is there at once.
  private static final Limit REQUESTS = new Limit(6_000, 1_000);

  private static final Duration CHAT_TAKES = Duration.ofSeconds(2);

  /// So many slow chats for a line of the options.
  private static final double SLOW_LINES = 0.3;

  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final int REFUSED = 429;
  private static final double MORE_TIME = 1.1;
  private static final double FEW = 0.001;
  private static final double TOGETHER = 0.1;
  private static final double MINUTE = 60;

  List<Finding> all() throws IOException, InterruptedException {
    say.accept("embeddings at a limit");
    Finding embeddings = embeddings();
    say.accept("slow chats at a limit");
    return List.of(embeddings, chats());
  }

  private static String yaml(String url, String limits) {
    return """
    providers: {sim: {type: compatible, url: "%s", allow_private: true, limits: %s}}
    routes:
      slow: {models: [slow], targets: [{provider: sim}]}
      vectors: {models: [vectors], targets: [{provider: sim}], batch: {}}
    """
        .formatted(url, limits);
  }

  /// Limits of a provider that counts tokens.
  static ModelLimits tokens() {
    return new ModelLimits(null, TOKENS, Integer.MAX_VALUE, false);
  }

  /// The same limits, as a gateway knows them.
  static String tokens(String model) {
    return "{%s: {tpm: %d, burst: %ds}}".formatted(model, TOKENS.perMinute(), AT_ONCE);
  }

  /// What became of a command.
  ///
  /// @param took the whole of it, in seconds
  /// @param made when it had made the batch
  /// @param lastCall when the provider got the last call
  private record Took(double took, double made, double lastCall, Recorded recorded) {
    double refused() {
      return recorded.calls(kind -> kind.status() == REFUSED);
    }

    String note(double allowed) {
      return String.format(
          Locale.ROOT,
          "it took %.1f s, the quota allows %.1f s: %.1f s until the batch was made, %.1f s until the last call,"
              + " %.1f s until the answers were here; %,d calls to the provider, of which %.0f refused",
          took,
          allowed,
          made,
          lastCall - made,
          took - lastCall,
          recorded.count(),
          refused());
    }

    List<Threshold> bounds(double allowed) {
      return List.of(
          Threshold.atMost(
              "time of `batch run`, as a share of what the quota allows",
              took / allowed,
              MORE_TIME),
          Threshold.atMost(
              "calls refused with 429, as a share", refused() / recorded.count(), FEW));
    }
  }

  private Finding embeddings() throws IOException, InterruptedException {
    int lines = options.lines();
    Model model =
        Model.named(VECTORS)
            .speed(Speed.of(Duration.ofMillis(300), Duration.ZERO))
            .dimensions(JobLines.DIMENSIONS)
            .limits(tokens());
    Took took = took(model, tokens(VECTORS), JobLines.embeddings(lines, VECTORS), lines);
    double allowed = allowed(took.recorded().bill(VECTORS).input(), TOKENS);
    List<Threshold> bounds = new ArrayList<>(took.bounds(allowed));
    bounds.add(
        Threshold.atMost(
            "calls to the provider, as a share of the lines",
            (double) took.recorded().count() / lines,
            TOGETHER));
    return new Finding(
        "%,d embeddings by `batch run` at %,d tokens a minute".formatted(lines, TOKENS.perMinute()),
        List.of(took.note(allowed)),
        bounds);
  }

  private Finding chats() throws IOException, InterruptedException {
    int lines = (int) (options.lines() * SLOW_LINES);
    Model model =
        Model.named(SLOW)
            .speed(Speed.of(Duration.ofMillis(1_500), Duration.ofMillis(30)))
            .limits(new ModelLimits(REQUESTS, null, Integer.MAX_VALUE, false));
    String known = "{slow: {rpm: %d, burst: %ds}}".formatted(REQUESTS.perMinute(), AT_ONCE);
    Took took = took(model, known, JobLines.chats(lines, SLOW), lines);
    double allowed = allowed(lines, REQUESTS) + CHAT_TAKES.toSeconds();
    return new Finding(
        "%,d chats of 2 s by `batch run` at %,d requests a minute"
            .formatted(lines, REQUESTS.perMinute()),
        List.of(took.note(allowed)),
        took.bounds(allowed));
  }

  private Took took(Model model, String known, String lines, int count)
      throws IOException, InterruptedException {
    try (Folder folder = Folder.create("sluice-batch-run");
        Simulator provider = Simulator.start(Scenario.of(model), 0)) {
      var lastCall = new AtomicLong();
      provider.recorded().watch((_, _) -> lastCall.set(Clock.SYSTEM.nanos()));
      Path yaml =
          Files.writeString(folder.path().resolve("sluice.yaml"), yaml(provider.url(), known));
      long begun = Clock.SYSTEM.nanos();
      try (RunProcess run =
          RunProcess.start(program, folder.path(), lines, List.of("-c", yaml.toString()))) {
        String _ = run.awaitMade();
        double made = run.seconds();
        double took = run.awaitEnd(count, PATIENCE);
        return new Took(took, made, (lastCall.get() - begun) / 1e9, provider.recorded());
      }
    }
  }

  private static double allowed(long units, Limit limit) {
    return (double) units / limit.perMinute() * MINUTE - AT_ONCE;
  }
}
