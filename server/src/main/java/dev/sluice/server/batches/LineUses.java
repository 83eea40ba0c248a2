package dev.sluice.server.batches;

import dev.sluice.call.Usage;
import dev.sluice.config.quota.Dimension;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// What lines that have answers have used of their targets, by the files that they stand in:
/// batches of the same file have the same lines. What batches of other processes have used is not
/// known here. Safe for any thread, and waits for none, since answers come on loops.
final class LineUses {
  /// So many files are known at a time, more than batches run. A batch that another process has
  /// taken over is never seen to end here: where there is no room all are learned anew.
  private static final int MOST = 256;

  /// So many targets of a file.
  private static final int MOST_TARGETS = 64;

  private final Map<String, OfFile> files = new ConcurrentHashMap<>();

  /// The lines of a file so far.
  private static final class OfFile {
    private final LongAdder lines = new LongAdder();
    private final Map<String, Sum> targets = new ConcurrentHashMap<>();

    void add(String target, int calls, Usage used) {
      lines.increment();
      boolean known = targets.containsKey(target) || targets.size() < MOST_TARGETS;
      if (!target.isEmpty() && known) {
        targets.computeIfAbsent(target, _ -> new Sum()).add(calls, used);
      }
    }
  }

  private static final class Sum {
    private final DoubleAdder requests = new DoubleAdder();
    private final LongAdder input = new LongAdder();
    private final LongAdder output = new LongAdder();

    void add(int calls, Usage used) {
      requests.add(1.0 / Math.max(1, calls));
      input.add(used.input());
      output.add(used.output());
    }

    Use each(long lines) {
      double of = Math.max(1, lines);
      return new Use(requests.sum() / of, input.sum() / of, output.sum() / of);
    }
  }

  /// What a line uses of a target in the mean.
  ///
  /// @param requests how often it is asked; an upstream call that several lines share counts once
  record Use(double requests, double input, double output) {
    /// What a limit of this kind counts of it.
    double of(Dimension dimension) {
      return switch (dimension) {
        case REQUESTS -> requests;
        case TOKENS -> input + output;
        case INPUT -> input;
        case OUTPUT -> output;
      };
    }
  }

  /// Adds a line that has its answer.
  ///
  /// @param file the name of the file that it stands in
  /// @param target `PROVIDER/MODEL`; empty where no provider was asked
  /// @param calls for how many lines the provider was asked at once
  void add(String file, String target, int calls, Usage used) {
    if (files.size() >= MOST && !files.containsKey(file)) {
      files.clear();
    }
    files.computeIfAbsent(file, _ -> new OfFile()).add(target, calls, used);
  }

  /// What a line of a file uses in the mean, by target; empty where none has an answer.
  Map<String, Use> each(String file) {
    Map<String, Use> each = new TreeMap<>();
    OfFile of = files.get(file);
    if (of != null) {
      of.targets.forEach((target, sum) -> each.put(target, sum.each(of.lines.sum())));
    }
    return each;
  }

  /// Forgets a file.
  void forget(String file) {
    files.remove(file);
  }
}
