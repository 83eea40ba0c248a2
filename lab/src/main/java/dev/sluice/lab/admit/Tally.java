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
final class Tally {
  private static final int DECILES = 10;
  private static final long AT_ENTRY = 5_000_000;
  private static final double NANOS = 1e9;
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  private final World world;
  private final Journal journal;
  private final Share calls = new Share();
  private final Share tokens = new Share();
  private final Share atEntry = new Share();
  private final Map<Band, Share> bandSuccess = each(_ -> new Share());
  private final Map<Band, Share> bandTokens = each(_ -> new Share());
  private final Map<Band, Waits> bandWaits = each(_ -> new Waits());
  private final List<Share> deciles = deciles(_ -> new Share());
  private final List<Share> tokenDeciles = deciles(_ -> new Share());
  private final Waits waits = new Waits();
  private final Waits errors = new Waits();
  private double off;
  private int predicted;

  private Tally(World world) {
    this.world = world;
    this.journal = world.journal();
  }

  /// Returns the figures of the calls in `world`.
  public static Figures of(World world) {
    var tally = new Tally(world);
    var calls = new ArrayList<>(world.journal().calls());
    calls.sort(Comparator.comparingLong(Demand::size));
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
  public static boolean served(Demand call, World world) {
    Journal journal = world.journal();
    return journal.wasAdmitted(call) && journal.wait(call) <= world.deadline().toNanos();
  }

  private void count(Demand call, int decile) {
    boolean served = served(call, world);
    calls.add(1, served);
    of(call.band(), bandSuccess).add(1, served);
    deciles.get(decile).add(1, served);
    for (Share share : List.of(tokens, of(call.band(), bandTokens), tokenDeciles.get(decile))) {
      share.add((double) call.size(), served);
    }
    if (served) {
      waits.add(journal.wait(call));
      of(call.band(), bandWaits).add(journal.wait(call));
    } else {
      atEntry.add(1, journal.hasFailed(call) && journal.tried(call) <= AT_ENTRY);
    }
    if (served && journal.wasPredicted(call)) {
      long error = Math.abs(journal.predicted(call) - journal.wait(call));
      off += error / NANOS;
      predicted++;
      errors.add(error);
    }
  }

  private Figures figures() {
    List<Double> success = deciles.stream().map(Share::value).toList();
    double allowed = world.rates().tokenRate() * world.busy().seconds();
    double attempts = journal.attempts();
    return new Figures(
        attempts == 0 ? Double.NaN : journal.throttles().size() / attempts,
        allowed == 0 ? Double.NaN : world.busy().tokens() / allowed,
        calls.value(),
        tokens.value(),
        each(this::band),
        success,
        tokenDeciles.stream().map(Share::value).toList(),
        attempts / journal.calls().size(),
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
