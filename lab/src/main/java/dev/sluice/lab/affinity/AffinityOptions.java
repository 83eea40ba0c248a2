package dev.sluice.lab.affinity;

import java.util.List;

/// The options of the experiment.
///
/// @param targets how many targets there are, a table row each
/// @param sessions how many begin in the hour
/// @param seeds how many hours are played, with the seeds from 1
public record AffinityOptions(List<Integer> targets, int sessions, int seeds) {
  private static final int MOST_TARGETS = 64;
  private static final int MOST_SESSIONS = 10_000;
  private static final int MOST_SEEDS = 100;

  public AffinityOptions {
    targets = List.copyOf(targets);
    targets.forEach(number -> check("a number of targets", number, 2, MOST_TARGETS));
    check("sessions", sessions, 1, MOST_SESSIONS);
    check("seeds", seeds, 1, MOST_SEEDS);
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " is " + value + "; it must be from " + least + " to " + most);
    }
  }
}
