package dev.sluice.lab.mechanism;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Plays a workload through several gateways at the same time, each with providers of its own that
/// draw alike, once for each seed.
public final class SideBySide {
  private final List<Variant> variants;
  private final Play play;

  private SideBySide(List<Variant> variants, Play play) {
    this.variants = variants;
    this.play = play;
  }

  /// A workload.
  @FunctionalInterface
  public interface Play {

    /// Plays the workload through one gateway.
    ///
    /// @return the figures by their names, always the same names in the same order
    Map<String, Double> of(Variant variant, long seed) throws IOException, InterruptedException;
  }

  /// Plays the workload through a gateway that has all mechanisms and through `without`.
  ///
  /// @param seed the first of as many as `seeds` says
  public static FigureTable run(List<Variant> without, long seed, int seeds, Play play)
      throws IOException, InterruptedException {
    List<Variant> variants = new ArrayList<>(List.of(Variant.WHOLE));
    variants.addAll(without);
    var table = new FigureTable();
    for (long each = seed; each < seed + seeds; each++) {
      table.add(new SideBySide(variants, play).seed(each));
    }
    return table;
  }

  private Map<Variant, Map<String, Double>> seed(long seed)
      throws IOException, InterruptedException {
    Map<Variant, Future<Map<String, Double>>> plays = new LinkedHashMap<>();
    try (ExecutorService players = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Variant variant : variants) {
        Callable<Map<String, Double>> player = () -> play.of(variant, seed);
        plays.put(variant, players.submit(player));
      }
      Map<Variant, Map<String, Double>> figures = new LinkedHashMap<>();
      for (Map.Entry<Variant, Future<Map<String, Double>>> each : plays.entrySet()) {
        figures.put(each.getKey(), get(each.getValue()));
      }
      return figures;
    }
  }

  private static <T> T get(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException("a gateway's play has failed", e.getCause());
    }
  }
}
