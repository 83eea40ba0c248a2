package dev.sluice.lab.survive;

import dev.sluice.lab.mechanism.Mechanism;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// All inputs of a run.
///
/// @param perSecond calls in each second, through each arm
/// @param downPerSecond calls in each second while everything is down
/// @param down how long everything is down
/// @param grace calls that have not ended so long after the last one was made never do
/// @param used mechanisms of Sluice that are switched on
/// @param crashing whether there is a tenant whose calls crash providers
/// @param settings of Sluice's `defaults`, as its file has them
record Plan(
    FaultSchedule schedule,
    int perSecond,
    int downPerSecond,
    Duration down,
    Duration grace,
    Set<Mechanism> used,
    boolean crashing,
    List<String> settings) {
  private static final int DOWN_PER_SECOND = 20;
  private static final Duration DOWN = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(15);

  Plan {
    used = Set.copyOf(used);
    settings = List.copyOf(settings);
  }

  /// @param seed of all that providers draw
  static Plan of(SurviveOptions options, long seed) {
    Day day = options.day();
    return new Plan(
        new FaultSchedule(day.phases(), options.length(), options.spread(), seed),
        options.perSecond(),
        DOWN_PER_SECOND,
        DOWN,
        GRACE,
        day.used(),
        day == Day.CRASHES,
        List.of());
  }
}
