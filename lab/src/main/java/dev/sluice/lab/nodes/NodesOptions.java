package dev.sluice.lab.nodes;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The options of the experiment.
///
/// @param seeds how often each scene is played, with the seeds from 1
/// @param quota tokens a minute, in scenes that do not compare quotas
/// @param only the scenes that are played; empty for all
/// @param html where a page with the results is written
/// @param history a folder for the histories of all runs
public record NodesOptions(
    int seeds, long quota, List<String> only, Optional<Path> html, Optional<Path> history) {
  private static final int MOST_SEEDS = 100;
  private static final long LEAST_QUOTA = 10_000;
  private static final long MOST_QUOTA = 100_000_000;

  public NodesOptions {
    only = List.copyOf(only);
    check("seeds", seeds, 1, MOST_SEEDS);
    check("the quota", quota, LEAST_QUOTA, MOST_QUOTA);
  }

  private static void check(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " is " + value + "; it must be from " + least + " to " + most);
    }
  }
}
