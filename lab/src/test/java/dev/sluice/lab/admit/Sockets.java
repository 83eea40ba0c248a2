package dev.sluice.lab.admit;

import static dev.sluice.lab.draw.Criterion.atMost;

import dev.sluice.call.request.Band;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.lab.draw.Criterion;
import dev.sluice.lab.draw.Criterion.Unit;
import dev.sluice.lab.trace.Trace;
import dev.sluice.server.CannotListen;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Plays the same calls in virtual time and over sockets, at twice the quota, for about a minute.
final class Sockets {
  private static final long SEED = 1;
  private static final double LOAD = 2;
  private static final double SPEED = 4;

  /// Short, so that a minute shows more than its beginning.
  private static final Duration BUCKET = Duration.ofSeconds(10);

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);
  private static final double THROTTLED = 0.001;
  private static final double CLOSE = 0.03;
  private static final double CLOSE_WAIT = 0.5;

  private final Trace trace;
  private final ProviderRates rates;
  private final List<WorkloadCall> calls;

  private Sockets(Trace whole, BandShares bands, double seconds) {
    trace = Stretch.of(whole, seconds, SPEED, SEED);
    rates = ProviderRates.of(trace, LOAD, BUCKET);
    calls = Workload.of(trace, bands, SEED);
  }

  /// Plays a stretch of `trace`, once with a provider that reports what calls have used, and once
  /// with one that does not.
  ///
  /// @param seconds how long it is
  /// @throws CannotListen if there is no port
  static List<ScenarioResult> play(Trace trace, BandShares bands, double seconds)
      throws CannotListen, InterruptedException {
    var sockets = new Sockets(trace, bands, seconds);
    return List.of(sockets.play(Reports.USAGE), sockets.play(Reports.NOTHING));
  }

  /// The provider's report of the tokens of an answer.
  private enum Reports {
    USAGE(ProviderType.OPENAI, "usage reported"),
    NOTHING(ProviderType.COMPATIBLE, "no usage reported");

    private final ProviderType type;
    private final String words;

    Reports(ProviderType type, String words) {
      this.type = type;
      this.words = words;
    }
  }

  /// @param used which share of what the provider allowed was served, in tokens
  private record Side(String name, Figures figures, double throttled, double used) {}

  private ScenarioResult play(Reports reports) throws CannotListen, InterruptedException {
    Side virtual = virtual(reports);
    Side real = real(reports);
    return new ScenarioResult(
        String.format(
            Locale.ROOT,
            "Over real sockets: %d calls in %.0f s, at twice the quota, and the same in virtual"
                + " time; %s",
            calls.size(),
            trace.seconds(),
            reports.words),
        List.of(line(virtual), line(real)),
        List.of(
            atMost(name(reports, "429s of attempts"), real.throttled(), THROTTLED, Unit.PERCENT),
            close(
                name(reports, "difference of success"),
                virtual.figures().success(),
                real.figures().success()),
            close(
                name(reports, "difference of critical success"), critical(virtual), critical(real)),
            close(name(reports, "difference of used of the quota"), virtual.used(), real.used()),
            atMost(
                name(reports, "difference of the median wait"),
                Math.abs(virtual.figures().median() - real.figures().median()),
                CLOSE_WAIT,
                Unit.SECONDS)));
  }

  private static String name(Reports reports, String what) {
    return "sockets, " + reports.words + ": " + what;
  }

  private Side virtual(Reports reports) {
    World world = world();
    world.run(new Sluice(world, Knowledge.BOTH, reports == Reports.USAGE)::arrive);
    Figures figures = FigureReader.of(world);
    return new Side("virtual", figures, figures.throttled(), used(world));
  }

  private Side real(Reports reports) throws CannotListen, InterruptedException {
    World world = world();
    try (Stage stage = Stage.start(rates, MAX_WAIT, reports.type);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      new OpenLoopCallers(client, stage.chat(), new BodySizes(SEED))
          .make(calls)
          .forEach(heard -> write(heard, world));
      double throttled = (double) stage.refused() / stage.attempts();
      return new Side("sockets", FigureReader.of(world), throttled, used(world));
    }
  }

  private World world() {
    return new World(calls, rates, MAX_WAIT, SEED);
  }

  private static void write(OpenLoopCallers.Heard heard, World world) {
    WorkloadCall call = heard.call();
    if (heard.served()) {
      world.outcomes().admitted(call, call.arrived() + heard.queued());
    } else {
      world.outcomes().failed(call, call.arrived() + heard.took());
    }
  }

  private double used(World world) {
    double served =
        calls.stream()
            .filter(call -> FigureReader.served(call, world))
            .mapToDouble(WorkloadCall::size)
            .sum();
    double seconds = trace.seconds() + BUCKET.toSeconds() + MAX_WAIT.toSeconds();
    return served / (rates.tokenRate() * seconds);
  }

  private static double critical(Side side) {
    return side.figures().band(Band.CRITICAL).success();
  }

  private static Criterion close(String name, double virtual, double real) {
    return atMost(name, Math.abs(virtual - real), CLOSE, Unit.PERCENT);
  }

  private static String line(Side side) {
    Figures f = side.figures();
    return String.format(
        Locale.ROOT,
        "%-8s 429s %.2f %%, success %.1f %%, critical %.1f %%, used %.1f %%, at entry %.1f %%, wait"
            + " p50 %.2f s, critical p99 %.2f s, interactive p99 %.2f s",
        side.name(),
        100 * side.throttled(),
        100 * f.success(),
        100 * critical(side),
        100 * side.used(),
        100 * f.atEntry(),
        f.median(),
        f.band(Band.CRITICAL).p99(),
        f.band(Band.INTERACTIVE).p99());
  }
}
