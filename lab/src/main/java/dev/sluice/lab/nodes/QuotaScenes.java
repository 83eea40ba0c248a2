package dev.sluice.lab.nodes;

import static dev.sluice.lab.nodes.Scene.quiet;

import dev.sluice.lab.draw.Criterion.Unit;
import dev.sluice.lab.nodes.Setting.Sharing;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Scenes in which nothing goes wrong.
final class QuotaScenes {
  private static final Duration TIME = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMinutes(3);
  private static final long SMALL = 20_000;
  private static final long MIDDLE = 200_000;
  private static final long LARGE = 20_000_000;
  private static final double OVER = 2;
  private static final double BELOW = 0.8;
  private static final int SLOTS = 16;
  private static final long DAY = 2_000;
  private static final double HALVED = 200;

  private QuotaScenes() {}

  static List<Scene> all(long quota) {
    return List.of(
        steady("20k", SMALL, OVER, TIME),
        steady("200k", MIDDLE, OVER, TIME),
        steady("20m", LARGE, OVER, SHORT),
        below("20k-below", SMALL, TIME),
        below("200k-below", MIDDLE, TIME),
        below("20m-below", LARGE, SHORT),
        one("one-20k", SMALL, TIME),
        one("one-200k", MIDDLE, TIME),
        one("one-20m", LARGE, SHORT),
        alone("whole", "each node takes the whole quota for its own", Sharing.WHOLE),
        alone("split", "each node has a quarter by its configuration", Sharing.SPLIT),
        told(quota),
        oneAndNine(quota),
        everywhere(quota),
        weights(quota),
        slots(),
        day(quota),
        lower(quota),
        halved(quota));
  }

  private static Scene steady(String name, long quota, double load, Duration time) {
    return quiet(name, "twice the quota", Setting.of(quota, load, time), Criteria.steady());
  }

  private static Scene below(String name, long quota, Duration time) {
    return quiet(name, "0.8 of the quota", Setting.of(quota, BELOW, time), Criteria.bound());
  }

  private static Scene one(String name, long quota, Duration time) {
    Setting setting = Setting.of(quota, OVER, time).even(1).with(Sharing.WHOLE);
    return quiet(name, "twice the quota at a node that is alone (to compare)", setting, List.of());
  }

  private static Scene alone(String name, String about, Sharing sharing) {
    Setting setting = Setting.of(MIDDLE, OVER, TIME).with(sharing);
    return quiet(name, about + " (to compare)", setting, List.of());
  }

  private static Scene told(long quota) {
    Setting setting = Setting.of(quota, OVER, TIME).toldByHeaders();
    return quiet("headers", "limits are known by headers alone", setting, Criteria.steady());
  }

  private static Scene oneAndNine(long quota) {
    List<String> nine = IntStream.rangeClosed(1, 9).mapToObj(i -> "t" + i).toList();
    Setting setting =
        Setting.of(quota, OVER, TIME).with(List.of(0.1, 0.9), List.of(List.of("t0"), nine));
    return quiet("one-nine", "one tenant at a node, nine at another", setting, Criteria.fair(10));
  }

  private static Scene everywhere(long quota) {
    List<String> both = List.of("both");
    Setting setting =
        Setting.of(quota, OVER, TIME)
            .with(List.of(0.4, 0.2, 0.2, 0.2), List.of(List.of("own"), both, both, both));
    return quiet("everywhere", "a tenant at one node, another at three", setting, Criteria.fair(2));
  }

  private static Scene weights(long quota) {
    List<String> both = List.of("both");
    Map<String, Integer> weights = Map.of("both", 3);
    Setting setting =
        Setting.of(quota, OVER, TIME)
            .with(List.of(0.4, 0.2, 0.2, 0.2), List.of(List.of("own"), both, both, both))
            .weighing(weights);
    return quiet(
        "weights",
        "a tenant at one node, one of three times its weight at three",
        setting,
        Criteria.fair(2, weights));
  }

  private static Scene slots() {
    Setting setting = Setting.of(LARGE, OVER / 40, SHORT).withConcurrent(SLOTS);
    SceneCriterion most =
        SceneCriterion.atMost(
            "attempts at a time", Unit.RATE, runs -> Figures.most(runs, Figures::running), SLOTS);
    return quiet("slots", SLOTS + " attempts at a time", setting, List.of(most));
  }

  private static Scene day(long quota) {
    Setting setting = Setting.of(quota, OVER, TIME).withDay(DAY);
    SceneCriterion most =
        SceneCriterion.atMost(
            "requests of the day",
            Unit.RATE,
            runs -> Figures.most(runs, run -> run.whole().attempts()),
            DAY);
    SceneCriterion least =
        SceneCriterion.atLeast(
            "requests of the day",
            Unit.RATE,
            runs -> Figures.least(runs, run -> run.whole().attempts()),
            0.99 * DAY);
    return quiet(
        "day",
        String.format(Locale.ROOT, "%,d requests a day", DAY),
        setting,
        List.of(most, least));
  }

  /// One node is configured with half of the limit: it holds for all.
  private static Scene lower(long quota) {
    return new Scene(
        "lower",
        "a node with half of the limit joins",
        Setting.of(quota, OVER, TIME),
        world -> world.at(HALVED, () -> world.replace(1, 0.5)),
        Optional.of(new Scene.Trouble(HALVED, HALVED + 30)),
        Criteria.bound());
  }

  private static Scene halved(long quota) {
    return new Scene(
        "halved",
        "the provider halves its limits without a word",
        Setting.of(quota, OVER, TIME),
        world -> world.at(HALVED, () -> world.provider().become(0.5)),
        Optional.of(new Scene.Trouble(HALVED, HALVED + 30)),
        List.of());
  }
}
