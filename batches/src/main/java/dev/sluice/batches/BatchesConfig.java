package dev.sluice.batches;

import java.nio.file.Path;
import java.time.Duration;

/// How batches run.
///
/// @param folder where the logs of their results lie, one folder a batch
/// @param lines how many lines a batch may have
/// @param window how long a batch may take
/// @param waiting how many lines of a batch wait for a target at a time
/// @param running how many lines of a batch are out at a time in all
/// @param retention how long a batch that has ended is shown
/// @param delegate whether batches are given to providers that can run them
public record BatchesConfig(
    Path folder,
    int lines,
    Duration window,
    int waiting,
    int running,
    Duration retention,
    DelegateConfig delegate) {
  /// OpenAI's bound.
  public static final int LINES = 50_000;

  /// OpenAI's only window.
  public static final Duration WINDOW = Duration.ofHours(24);

  /// How many lines of a batch wait for a target at a time, unless another number is configured.
  public static final int WAITING = 64;

  /// How many lines of a batch are out at a time in all, unless another number is configured.
  public static final int RUNNING = 1024;

  /// How long a batch that has ended is shown, unless another time is configured.
  public static final Duration RETENTION = Duration.ofDays(30);
}
