package dev.sluice.lab.nodes;

import dev.sluice.cluster.link.Script;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// The figures of one run.
///
/// @param whole the attempts of the whole run
/// @param during those during the trouble
/// @param after those of the minute after it
/// @param used the part of the quota that was used after the first minute
/// @param usedLater the same after the trouble
/// @param overshoot by how much more was asked for in any ten seconds than the provider lets
///   through, as a part of that
/// @param beyond by how much more than the provider's bucket ever holds was asked for at some time,
///   as a part of ten seconds' worth and the bucket
/// @param questions to Redis for each attempt, without beats
/// @param answer how long a call waited for nothing but an answer of Redis at most, in seconds
/// @param waited how long a call that was let through had waited at most, in seconds
/// @param byTenant tokens of the calls that were let through
/// @param rates tokens a second in each second, as parts of the rate
record Figures(
    Part whole,
    Part during,
    Part after,
    double used,
    double usedLater,
    double overshoot,
    double beyond,
    double questions,
    double answer,
    double waited,
    int running,
    Map<String, Double> byTenant,
    List<Double> rates) {
  private static final long SECOND = 1_000_000_000;
  private static final long WINDOW = 10 * SECOND;
  private static final double MINUTE = 60;

  /// Attempts in some time, and of these refused.
  record Part(int attempts, int refused) {}

  static Figures of(World world, Optional<Scene.Trouble> trouble) {
    Tally tally = world.tally();
    Setting setting = world.setting();
    double capacity = setting.atOnce(setting.quota());
    double within = setting.rate() * WINDOW / SECOND + capacity;
    double most = tally.charges().mostWithin(WINDOW);
    double beyond = tally.charges().beyond(setting.rate() / SECOND, capacity);
    int attempts = tally.attempts().all();
    long asked = world.redis().asked(Script.LEASE) + world.redis().asked(Script.SLOTS);
    double end = setting.time().toSeconds();
    Scene.Trouble when = trouble.orElse(new Scene.Trouble(end, end));
    return new Figures(
        part(tally, 0, end),
        part(tally, when.from(), when.to()),
        part(tally, when.to(), when.to() + MINUTE),
        used(world, tally.warm()),
        used(world, (long) (when.to() * SECOND)),
        Math.max(0, most / within - 1),
        beyond / within,
        attempts == 0 ? 0 : (double) asked / attempts,
        (double) tally.longestAnswer() / SECOND,
        (double) tally.longestWait() / SECOND,
        tally.mostRunning(),
        Map.copyOf(tally.byTenant()),
        rates(tally.charges(), setting));
  }

  private static Part part(Tally tally, double from, double to) {
    long first = (long) (from * SECOND);
    long last = (long) (to * SECOND);
    return new Part(tally.attempts().between(first, last), tally.refusals().between(first, last));
  }

  /// Returns which part of the quota was used from an instant on.
  private static double used(World world, long from) {
    long to = world.setting().end();
    double tokens = world.tally().charges().between(from, to);
    return to <= from
        ? Double.NaN
        : tokens / (world.setting().rate() * (double) (to - from) / SECOND);
  }

  private static List<Double> rates(ChargeLog charges, Setting setting) {
    double[] seconds = charges.bySecond((int) setting.time().toSeconds());
    return Arrays.stream(seconds).map(of -> of / setting.rate()).boxed().toList();
  }

  /// Returns which part of all attempts was refused.
  static double refused(List<Figures> runs, Function<Figures, Part> part) {
    double attempts = runs.stream().map(part).mapToInt(Part::attempts).sum();
    double refused = runs.stream().map(part).mapToInt(Part::refused).sum();
    return attempts == 0 ? 0 : refused / attempts;
  }

  static double most(List<Figures> runs, ToDoubleFunction<Figures> of) {
    return runs.stream().mapToDouble(of).max().orElse(Double.NaN);
  }

  static double least(List<Figures> runs, ToDoubleFunction<Figures> of) {
    return runs.stream().mapToDouble(of).min().orElse(Double.NaN);
  }

  static double mean(List<Figures> runs, ToDoubleFunction<Figures> of) {
    return runs.stream().mapToDouble(of).average().orElse(Double.NaN);
  }
}
