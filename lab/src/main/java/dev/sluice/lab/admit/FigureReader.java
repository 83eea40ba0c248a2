package dev.sluice.lab.admit;

import dev.sluice.call.request.Band;
import dev.sluice.lab.admit.Figures.BandFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Reads the figures off a world that has come to its end.
final class FigureReader {
  private static final int DECILES = 10;
  private static final long AT_ENTRY = 5_000_000;
  private static final double NANOS = 1e9;
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  private final World world;
  private final CallOutcomes outcomes;
  private final Proportion calls = new Proportion();
  private final Proportion tokens = new Proportion();
  private final Proportion atEntry = new Proportion();
  private final Map<Band, Proportion> bandSuccess = each(_ -> new Proportion());
  private final Map<Band, Proportion> bandTokens = each(_ -> new Proportion());
  private final Map<Band, Waits> bandWaits = each(_ -> new Waits());
  private final List<Proportion> deciles = deciles(_ -> new Proportion());
  private final List<Proportion> tokenDeciles = deciles(_ -> new Proportion());
  private final Waits waits = new Waits();
  private final Waits errors = new Waits();
  private double off;
  private int predicted;

  private FigureReader(World world) {
    this.world = world;
    this.outcomes = world.outcomes();
  }

  /// Returns the figures of the calls in `world`.
  public static Figures of(World world) {
    var tally = new FigureReader(world);
    var calls = new ArrayList<>(world.outcomes().calls());
    calls.sort(Comparator.comparingLong(WorkloadCall::size));
    for (int i = 0; i < calls.size(); i++) {
      tally.count(calls.get(i), (int) ((long) i * DECILES / calls.size()));
    }
    return tally.figures();
  }

  /// Makes a value for each band.
  static <T> Map<Band, T> each(Function<Band, T> value) {
    var all = new EnumMap<Band, T>(Band.class);
    for (Band band : Band.values()) {
      all.put(band, value.apply(band));
    }
    return all;
  }

  /// Makes a value for each decile.
  static <T> List<T> deciles(IntFunction<T> value) {
    var all = new ArrayList<T>(DECILES);
    for (int i = 0; i < DECILES; i++) {
      all.add(value.apply(i));
    }
    return all;
  }

  /// Whether a call of `world` was admitted in time.
  public static boolean served(WorkloadCall call, World world) {
    CallOutcomes outcomes = world.outcomes();
    return outcomes.wasAdmitted(call) && outcomes.wait(call) <= world.deadline().toNanos();
  }

  private void count(WorkloadCall call, int decile) {
    boolean served = served(call, world);
    calls.add(1, served);
    of(call.band(), bandSuccess).add(1, served);
    deciles.get(decile).add(1, served);
    for (Proportion share :
        List.of(tokens, of(call.band(), bandTokens), tokenDeciles.get(decile))) {
      share.add((double) call.size(), served);
    }
    if (served) {
      waits.add(outcomes.wait(call));
      of(call.band(), bandWaits).add(outcomes.wait(call));
    } else {
      atEntry.add(1, outcomes.hasFailed(call) && outcomes.tried(call) <= AT_ENTRY);
    }
    if (served && outcomes.wasPredicted(call)) {
      long error = Math.abs(outcomes.predicted(call) - outcomes.wait(call));
      off += error / NANOS;
      predicted++;
      errors.add(error);
    }
  }

  private Figures figures() {
    List<Double> success = deciles.stream().map(Proportion::value).toList();
    double allowed = world.rates().tokenRate() * world.busy().seconds();
    double attempts = outcomes.attempts();
    return new Figures(
        attempts == 0 ? Double.NaN : outcomes.throttles().size() / attempts,
        allowed == 0 ? Double.NaN : world.busy().tokens() / allowed,
        calls.value(),
        tokens.value(),
        each(this::band),
        success,
        tokenDeciles.stream().map(Proportion::value).toList(),
        attempts / outcomes.calls().size(),
        Jain.index(success),
        predicted == 0 ? Double.NaN : off / predicted,
        errors.quantile(MEDIAN),
        atEntry.value(),
        waits.quantile(MEDIAN),
        waits.quantile(1),
        world.busy().seconds());
  }

  private BandFigures band(Band band) {
    Waits of = of(band, bandWaits);
    return new BandFigures(
        of(band, bandSuccess).value(),
        of(band, bandTokens).value(),
        of.quantile(MEDIAN),
        of.quantile(P99));
  }

  private static <T> T of(Band band, Map<Band, T> each) {
    T found = each.get(band);
    if (found == null) {
      throw new IllegalStateException("there is something for each band");
    }
    return found;
  }
}
