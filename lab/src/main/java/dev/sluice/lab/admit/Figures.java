package dev.sluice.lab.admit;

import dev.sluice.call.request.Band;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// The figures of one run, or the means of several. Waits are in seconds, of calls that were
/// admitted in time; shares are 0 to 1; [Double#NaN] is what there is nothing to say of.
///
/// @param throttled which share of the attempts the provider refused
/// @param utilisation what it charged while calls were waiting, as a share of what it allowed
/// @param success which share of the calls was admitted in time
/// @param tokens the same of their tokens
/// @param bands of each band
/// @param deciles success by size, the smallest calls first
/// @param tokenDeciles the same of their tokens
/// @param attempts attempts for each call
/// @param fairness Jain's index over the deciles' success (1: all alike)
/// @param prediction by how much the predicted wait was off, in seconds, in the mean
/// @param predictionMedian the same in the median
/// @param atEntry which share of the failed calls was refused within 5 ms
/// @param median wait of all
/// @param longest wait of all
/// @param busy how long calls were waiting, in seconds
record Figures(
    double throttled,
    double utilisation,
    double success,
    double tokens,
    Map<Band, BandFigures> bands,
    List<Double> deciles,
    List<Double> tokenDeciles,
    double attempts,
    double fairness,
    double prediction,
    double predictionMedian,
    double atEntry,
    double median,
    double longest,
    double busy) {

  /// The figures of one band.
  ///
  /// @param success which share of its calls was admitted in time
  /// @param tokens the same of their tokens
  /// @param median wait
  /// @param p99 wait that 1 % exceeds
  public record BandFigures(double success, double tokens, double median, double p99) {}

  public Figures {
    bands = Map.copyOf(bands);
    deciles = List.copyOf(deciles);
    tokenDeciles = List.copyOf(tokenDeciles);
  }

  public BandFigures band(Band band) {
    BandFigures found = bands.get(band);
    if (found == null) {
      throw new IllegalArgumentException("there are no figures of " + band);
    }
    return found;
  }

  /// The means of `runs`; a run without a figure does not count.
  public static Figures mean(List<Figures> runs) {
    return new Figures(
        mean(runs, Figures::throttled),
        mean(runs, Figures::utilisation),
        mean(runs, Figures::success),
        mean(runs, Figures::tokens),
        FigureReader.each(band -> mean(runs, band)),
        FigureReader.deciles(i -> mean(runs, f -> f.deciles().get(i))),
        FigureReader.deciles(i -> mean(runs, f -> f.tokenDeciles().get(i))),
        mean(runs, Figures::attempts),
        mean(runs, Figures::fairness),
        mean(runs, Figures::prediction),
        mean(runs, Figures::predictionMedian),
        mean(runs, Figures::atEntry),
        mean(runs, Figures::median),
        runs.stream().mapToDouble(Figures::longest).max().orElse(Double.NaN),
        mean(runs, Figures::busy));
  }

  private static BandFigures mean(List<Figures> runs, Band band) {
    Function<Figures, BandFigures> of = f -> f.band(band);
    return new BandFigures(
        mean(runs, f -> of.apply(f).success()),
        mean(runs, f -> of.apply(f).tokens()),
        mean(runs, f -> of.apply(f).median()),
        mean(runs, f -> of.apply(f).p99()));
  }

  private static double mean(List<Figures> runs, ToDoubleFunction<Figures> of) {
    return runs.stream().mapToDouble(of).filter(Double::isFinite).average().orElse(Double.NaN);
  }
}
