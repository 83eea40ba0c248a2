package dev.sluice.lab.affinity;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.lab.affinity.Hour.Result;
import dev.sluice.lab.affinity.Hour.Way;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// Plays the same hour with calls at random targets, with conversations at one target, and with one
/// cache for all targets, which is the best that any choice could come to.
public final class AffinityLab {
  private static final double LEAST_HITS = 0.9;
  private static final double MOST_LARGEST = 1.25;

  /// The aim, where it can be reached at all.
  private static final double LEAST_SAVED = 0.5;

  /// How much of what is possible has to be saved elsewhere.
  private static final double OF_POSSIBLE = 0.95;

  private static final String ROW = "%-8s %12s %15s %13s %10s  %s%n";

  private AffinityLab() {}

  /// Prints a table.
  ///
  /// @return the exit code: 1 where a bound is broken
  public static int run(AffinityOptions options, PrintStream out) throws InterruptedException {
    out.printf(ROW, "targets", "cache hits", "largest share", "input cost", "possible", "verdict");
    boolean holds = true;
    for (int targets : options.targets()) {
      Row row = row(targets, options);
      out.printf(
          ROW,
          targets,
          percent(row.hits()),
          "%.2f".formatted(row.largest()),
          "-" + percent(row.saved()),
          "-" + percent(row.possible()),
          row.holds() ? "holds" : "BROKEN");
      holds &= row.holds();
    }
    return holds ? 0 : 1;
  }

  private static String percent(double share) {
    return "%.1f %%".formatted(100 * share);
  }

  /// The result of all hours together, but for the hits and the share, which are the worst hour's.
  ///
  /// @param saved by affinity, as a part of the cost at random targets
  /// @param possible what one cache for all saves
  private record Row(double hits, double largest, double saved, double possible) {
    boolean holds() {
      return hits >= LEAST_HITS
          && largest <= MOST_LARGEST
          && saved >= Math.min(LEAST_SAVED, OF_POSSIBLE * possible);
    }
  }

  private static Row row(int targets, AffinityOptions options) throws InterruptedException {
    double hits = 1;
    double largest = 1;
    double random = 0;
    double sticky = 0;
    double shared = 0;
    for (int seed = 1; seed <= options.seeds(); seed++) {
      List<AgentMix.Ask> mix = AgentMix.calls(options.sessions(), seed);
      Result kept = new Hour(Way.PREFIX, targets, new Open()).play(mix);
      hits = Math.min(hits, kept.hits());
      largest = Math.max(largest, kept.largest());
      sticky += kept.cost();
      random += new Hour(Way.RANDOM, targets, new Open()).play(mix).cost();
      shared += new Hour(Way.SHARED, targets, new Open()).play(mix).cost();
    }
    return new Row(hits, largest, 1 - sticky / random, 1 - shared / random);
  }

  /// A gate that lets every call through.
  private static final class Open implements Gate {
    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      return Optional.empty();
    }

    @Override
    public Permit enter(Call call, long now) {
      return _ -> {};
    }
  }
}
