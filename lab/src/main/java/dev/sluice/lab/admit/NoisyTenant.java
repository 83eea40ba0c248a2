package dev.sluice.lab.admit;

import dev.sluice.lab.draw.Criterion;
import dev.sluice.lab.draw.Criterion.Unit;
import dev.sluice.lab.trace.Arrival;
import dev.sluice.lab.trace.Synthetic;
import dev.sluice.lab.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Ten tenants: nine ask for what is their share, one for twenty times that.
record NoisyTenant(Trace sizes, BandShares bands, Duration deadline, Duration bucket) {
  private static final int TENANTS = 10;
  private static final double NOISE = 20;
  private static final double KEPT = 0.95;

  /// The mix in which all calls are as urgent.
  private static final BandShares ALIKE = new BandShares(List.of(0, 0, 100, 0));

  /// The rate of each quiet tenant, in calls a second.
  private static final double RATE = 0.6;

  private static final double SECONDS = 1_200;
  private static final double MINUTE = 60;

  ScenarioResult find(int seeds) {
    var lines = new ArrayList<String>();
    for (Contender contender : List.of(Contender.FIFO, Contender.SDK)) {
      lines.add(line(contender.label(), kept(contender, bands, seeds)));
    }
    ServedShares mixed = kept(Contender.SLUICE, bands, seeds);
    lines.add(line("sluice", mixed));
    ServedShares alike = kept(Contender.SLUICE, ALIKE, seeds);
    lines.add(line("sluice, one band", alike));
    return new ScenarioResult(
        "Ten tenants, one asks for 20 times its share",
        lines,
        List.of(
            criterion("one noisy tenant of ten, bands as drawn", mixed),
            criterion("one noisy tenant of ten, all in one band", alike)));
  }

  private static Criterion criterion(String what, ServedShares shares) {
    return Criterion.atLeast(
        what + ": the others keep of their tokens", shares.quiet(), KEPT, Unit.PERCENT);
  }

  /// @param quiet which share of their tokens the quiet ones got, together
  /// @param least the least that one of them got
  /// @param noisy which share of its tokens the noisy one got
  /// @param fairness over the quiet ones
  private record ServedShares(double quiet, double least, double noisy, double fairness) {}

  private static String line(String who, ServedShares shares) {
    return String.format(
        Locale.ROOT,
        "%-16s  the others get %.1f %% of what they ask for, the worst off %.1f %%, the noisy one"
            + " %.1f %%; fairness among the others %.3f",
        who,
        100 * shares.quiet(),
        100 * shares.least(),
        100 * shares.noisy(),
        shares.fairness());
  }

  private ServedShares kept(Contender contender, BandShares bandShares, int seeds) {
    List<ServedShares> each =
        IntStream.rangeClosed(1, seeds)
            .parallel()
            .mapToObj(seed -> run(contender, bandShares, seed))
            .toList();
    return new ServedShares(
        each.stream().mapToDouble(ServedShares::quiet).average().orElseThrow(),
        each.stream().mapToDouble(ServedShares::least).average().orElseThrow(),
        each.stream().mapToDouble(ServedShares::noisy).average().orElseThrow(),
        each.stream().mapToDouble(ServedShares::fairness).average().orElseThrow());
  }

  private ServedShares run(Contender contender, BandShares bandShares, int seed) {
    var random = new SplittableRandom(seed);
    Trace trace = new Trace("tenants", merged(random));
    List<WorkloadCall> calls = named(Workload.of(trace, bandShares, seed), random);
    var world = new World(calls, rates(), deadline, seed);
    world.run(contender.in(world)::arrive);
    return kept(world);
  }

  private List<Arrival> merged(SplittableRandom random) {
    List<Arrival> all = Synthetic.steady(sizes, RATE * (TENANTS - 1 + NOISE), SECONDS, random);
    long first = all.getFirst().at();
    return all.stream().map(a -> new Arrival(a.at() - first, a.input(), a.output())).toList();
  }

  /// Independent arrivals can be assigned to any tenants, by shares.
  private static List<WorkloadCall> named(List<WorkloadCall> calls, SplittableRandom random) {
    return calls.stream()
        .map(call -> call.of(name(random.nextDouble() * (TENANTS - 1 + NOISE))))
        .toList();
  }

  private static String name(double draw) {
    return draw < TENANTS - 1 ? "quiet-" + (int) draw : "noisy";
  }

  /// Returns limits that are the sum of all shares.
  private ProviderRates rates() {
    double size = sizes.tokenRate() / sizes.callRate();
    double calls = TENANTS * RATE * MINUTE;
    return new ProviderRates(Math.round(calls * size), Math.round(2 * calls), bucket);
  }

  private static ServedShares kept(World world) {
    double noisy = share("noisy", world);
    List<Double> quiet =
        IntStream.range(0, TENANTS - 1).mapToObj(i -> share("quiet-" + i, world)).toList();
    return new ServedShares(
        quiet.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
        quiet.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
        noisy,
        Jain.index(quiet));
  }

  private static double share(String tenant, World world) {
    double asked = 0;
    double served = 0;
    for (WorkloadCall call : world.outcomes().calls()) {
      if (call.tenant().equals(tenant)) {
        asked += call.size();
        served += FigureReader.served(call, world) ? call.size() : 0;
      }
    }
    return served / asked;
  }
}
