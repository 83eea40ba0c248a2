package dev.sluice.lab.admit;

import static dev.sluice.lab.draw.Criterion.atLeast;
import static dev.sluice.lab.draw.Criterion.atMost;

import dev.sluice.call.request.Band;
import dev.sluice.lab.draw.Criterion;
import dev.sluice.lab.draw.Criterion.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The criteria for the gateway, setting by setting, on the means over the seeds.
final class Criteria {
  private static final double LONG = 1_500;
  private static final double TWICE = 2;
  private static final double THROTTLED = 0.001;
  private static final double UTILISATION = 0.95;
  private static final double MORE = 1.10;
  private static final double LESS = 0.005;
  private static final double AT_ENTRY = 0.94;
  private static final double MEDIAN_SHARE = 0.2;
  private static final double AGEING = 2;
  private static final double CRITICAL_SUCCESS = 0.999;
  private static final double CRITICAL_WAIT = 2;

  private final List<Criterion> all = new ArrayList<>();
  private final double deadline;

  private Criteria(Duration deadline) {
    this.deadline = deadline.toMillis() / 1e3;
  }

  /// Returns all criteria, with the values of `runs`.
  ///
  /// @param deadline within which calls had to be admitted
  public static List<Criterion> of(Runs runs, Duration deadline) {
    var criteria = new Criteria(deadline);
    runs.settings().stream()
        .filter(Criteria::isLong)
        .forEach(setting -> criteria.add(setting, runs));
    return List.copyOf(criteria.all);
  }

  /// Whether `setting` is judged at all: in a short trace the start outweighs the rest, since the
  /// provider's buckets are full then.
  public static boolean isLong(Setting setting) {
    return setting.trace().seconds() >= LONG;
  }

  private void add(Setting setting, Runs runs) {
    Figures sluice = runs.of(setting, Contender.SLUICE);
    String title = setting.title() + ": ";
    double baseline =
        Math.max(
            runs.of(setting, Contender.SDK).success(),
            runs.of(setting, Contender.PATIENT).success());
    if (setting.load() >= TWICE) {
      overloaded(title, setting, sluice);
      all.add(
          atLeast(
              title + "success, 10 % above both SDKs",
              sluice.success(),
              Math.min(1, MORE * baseline),
              Unit.PERCENT));
    } else {
      all.add(
          atLeast(
              title + "success, no half point below both SDKs",
              sluice.success(),
              baseline - LESS,
              Unit.PERCENT));
    }
    waits(title, sluice);
  }

  private void overloaded(String title, Setting setting, Figures sluice) {
    all.add(atMost(title + "429s of attempts", sluice.throttled(), THROTTLED, Unit.PERCENT));
    all.add(
        atLeast(
            title + "utilisation while calls wait",
            sluice.utilisation(),
            UTILISATION,
            Unit.PERCENT));
    if (setting.trace().isSteady()) {
      Figures.BandFigures critical = sluice.band(Band.CRITICAL);
      all.add(
          atLeast(title + "critical success", critical.success(), CRITICAL_SUCCESS, Unit.PERCENT));
      all.add(atMost(title + "critical wait, p99", critical.p99(), CRITICAL_WAIT, Unit.SECONDS));
    }
  }

  private void waits(String title, Figures sluice) {
    all.add(atLeast(title + "failures refused at entry", sluice.atEntry(), AT_ENTRY, Unit.PERCENT));
    all.add(atMost(title + "wait, median", sluice.median(), MEDIAN_SHARE * deadline, Unit.SECONDS));
    all.add(atMost(title + "wait, longest", sluice.longest(), AGEING * deadline, Unit.SECONDS));
  }
}
