package dev.sluice.lab.survive;

import java.time.Duration;

/// All inputs of a run.
///
/// @param perSecond calls in each second, through each arm
/// @param downPerSecond calls in each second while everything is down
/// @param down how long everything is down
/// @param grace calls that have not ended so long after the last one was made never do
/// @param defaults of Sluice's configuration, as its file has them
record Plan(
    FaultSchedule schedule,
    int perSecond,
    int downPerSecond,
    Duration down,
    Duration grace,
    String defaults) {
  private static final int DOWN_PER_SECOND = 20;
  private static final Duration DOWN = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(15);

  static Plan of(SurviveOptions options) {
    return new Plan(
        FaultSchedule.hour(options.length(), options.spread(), options.seed()),
        options.perSecond(),
        DOWN_PER_SECOND,
        DOWN,
        GRACE,
        "{}");
  }
}
