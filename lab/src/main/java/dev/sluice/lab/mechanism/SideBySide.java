package dev.sluice.lab.mechanism;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.load.TimeLeft;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A comparison of several gateways, through which a workload is played at the same time, each with
/// providers of its own that draw alike, once for each seed.
///
/// @param without gateways that go without mechanisms, to be compared with one that has all; none
///   for no comparison
/// @param seed the first of as many as `seeds` says
/// @param json where the results are written for programs, if anywhere
public record SideBySide(List<Variant> without, long seed, int seeds, Optional<Path> json) {
  public SideBySide {
    without = List.copyOf(without);
  }

  /// A workload.
  @FunctionalInterface
  public interface Play {

    /// Plays the workload through one gateway.
    ///
    /// @return the figures by their names, always the same names in the same order
    Map<String, Double> of(Variant variant, long seed) throws IOException, InterruptedException;
  }

  /// Whether gateways are to be compared.
  public boolean isAsked() {
    return !without.isEmpty();
  }

  /// Plays the workload, prints a table, and writes the results where they are asked for.
  ///
  /// @param what the workload, for people
  /// @param length how long it takes for a seed
  /// @param terminal where to say how long it still takes; empty for nowhere
  public void run(
      String what, Duration length, Play play, PrintStream out, Optional<PrintStream> terminal)
      throws IOException, InterruptedException {
    out.printf(
        "%s through each of %d gateways side by side, %d times%n", what, without.size() + 1, seeds);
    FigureTable table;
    try (var _ = TimeLeft.start(terminal, Clock.SYSTEM, what, length.multipliedBy(seeds))) {
      table = table(play);
    }
    report(table, out);
  }

  private void report(FigureTable table, PrintStream out) throws IOException {
    table.print(out);
    JsonReport.write(table.tree(), json);
  }

  FigureTable table(Play play) throws IOException, InterruptedException {
    var table = new FigureTable();
    for (long each = seed; each < seed + seeds; each++) {
      table.add(played(play, each));
    }
    return table;
  }

  private Map<Variant, Map<String, Double>> played(Play play, long each)
      throws IOException, InterruptedException {
    List<Variant> variants = new ArrayList<>(List.of(Variant.WHOLE));
    variants.addAll(without);
    Map<Variant, Future<Map<String, Double>>> plays = new LinkedHashMap<>();
    try (ExecutorService players = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Variant variant : variants) {
        Callable<Map<String, Double>> player = () -> play.of(variant, each);
        plays.put(variant, players.submit(player));
      }
      Map<Variant, Map<String, Double>> figures = new LinkedHashMap<>();
      for (Map.Entry<Variant, Future<Map<String, Double>>> one : plays.entrySet()) {
        figures.put(one.getKey(), get(one.getValue()));
      }
      return figures;
    }
  }

  /// Returns what one of several that play at the same time has come to.
  ///
  /// @throws IOException if that is why it has failed
  public static <T> T get(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException("a run beside others has failed", e.getCause());
    }
  }
}
