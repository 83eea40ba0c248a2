package dev.sluice.lab.nodes.real;

import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.nodes.real.RealCallers.Answered;
import dev.sluice.lab.nodes.real.RealProvider.Count;
import dev.sluice.lab.process.Folder;
import dev.sluice.lab.process.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Plays troubles of a real Redis under four real gateways, and says whether they do what they
/// must.
public final class RealNodes {
  private static final int OVER = 33;
  private static final int LIGHT = 17;
  private static final Duration WARM = Duration.ofSeconds(20);
  private static final Duration STEADY = Duration.ofSeconds(30);
  private static final int STEADY_SECONDS = 60;
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final double MOST_STEADY = 0.001;
  private static final double MOST_DURING = 0.005;
  private static final double MOST_AFTER = 0.01;
  private static final double LEAST_USED = 0.95;
  private static final double MOST_OVER = 0.01;
  private static final long MOST_WAIT = 50;

  /// What a call may wait where a quota begins with nothing, since another Redis has taken over:
  /// for two beats nodes pay for their time alone, and then what the call needs must come in.
  private static final long MOST_RETURN = 1_000;

  private static final String STANDS = "a node stands";
  private static final int LAST = RealGateways.NODES - 1;

  private final RealOptions options;
  private final GatewayProgram program;
  private final RealTable table;
  private boolean holds = true;

  private RealNodes(RealOptions options, GatewayProgram program, RealTable table) {
    this.options = options;
    this.program = program;
    this.table = table;
  }

  /// Plays, and writes what it finds into a table.
  ///
  /// @return whether everything holds
  public static boolean run(RealOptions options, GatewayProgram program, RealTable table)
      throws IOException, InterruptedException {
    var lab = new RealNodes(options, program, table);
    table.head();
    for (String form : options.forms()) {
      try (Folder folder = Folder.create("sluice-nodes");
          RedisSite redis = site(form, folder.path())) {
        lab.play(form, redis, folder.path());
      }
    }
    return lab.holds;
  }

  private static RedisSite site(String form, Path folder) throws IOException, InterruptedException {
    return switch (form) {
      case "tls" -> new LockedRedis(folder, SelfSigned.make(folder));
      case "sentinel" -> new SentinelRedis(folder);
      case "cluster" -> new RedisCluster(folder);
      case "valkey" -> new SingleRedis("valkey-server", folder);
      default -> new SingleRedis("redis-server", folder);
    };
  }

  private void play(String form, RedisSite redis, Path folder)
      throws IOException, InterruptedException {
    try (var provider = new RealProvider();
        var gateways = new RealGateways(program, folder, redis::keys, provider.url())) {
      // What a queue does with tenants is the same with each form of Redis.
      if (form.equals(options.forms().getFirst())) {
        shares(form, gateways);
      }
      play(form, redis, provider, gateways);
    }
  }

  private void shares(String form, RealGateways gateways) throws InterruptedException {
    double off = RealShares.off(gateways);
    holds &= off <= RealShares.MOST_OFF;
    table.line(
        "%s: one tenant at a node, nine at another: a part is off by %s, at most %s"
            .formatted(form, percent(off), percent(RealShares.MOST_OFF)));
  }

  private void play(String form, RedisSite redis, RealProvider provider, RealGateways gateways)
      throws IOException, InterruptedException {
    try (var over = RealCallers.uneven(gateways::api, RealProvider.SMALL, OVER);
        var light = RealCallers.uneven(gateways::api, RealProvider.LARGE, LIGHT)) {
      sleep(WARM);
      steady(form, provider);
      List<Trouble> troubles = new ArrayList<>(redis.troubles());
      troubles.add(stands(gateways));
      for (Trouble trouble : troubles) {
        play(form, trouble, provider, light);
      }
      killed(form, gateways, provider);
      boolean calls = !over.between(0, System.nanoTime()).isEmpty();
      holds &= calls;
    }
  }

  /// Looks at what four nodes do while nothing is wrong.
  private void steady(String form, RealProvider provider) throws InterruptedException {
    var counts = new ArrayList<Count>(List.of(provider.count()));
    for (int i = 0; i < STEADY_SECONDS; i++) {
      sleep(Duration.ofSeconds(1));
      counts.add(provider.count());
    }
    var found = new SteadyCounts(counts);
    double refused = found.all().refusedPart();
    boolean good =
        refused <= MOST_STEADY && found.used() >= LEAST_USED && found.overshoot() <= MOST_OVER;
    holds &= good;
    String used = percent(found.used());
    table.row(List.of(form, "none", percent(refused), "", "", "", used), good);
    table.line(
        "%s: over in any 10 s by %s at most, at most %s"
            .formatted(form, percent(found.overshoot()), percent(MOST_OVER)));
  }

  private static Trouble stands(RealGateways gateways) {
    return new Trouble(
        STANDS, () -> gateways.signal(LAST, "STOP"), () -> gateways.signal(LAST, "CONT"));
  }

  private void play(String form, Trouble trouble, RealProvider provider, RealCallers light)
      throws IOException, InterruptedException {
    Count start = provider.count();
    sleep(options.trouble());
    Count before = provider.count().since(start);
    long begun = System.nanoTime();
    start = provider.count();
    trouble.begin().run();
    sleep(options.trouble());
    Count during = provider.count().since(start);
    long ended = System.nanoTime();
    start = provider.count();
    trouble.end().run();
    sleep(options.after());
    Count after = provider.count().since(start);
    boolean stands = trouble.name().equals(STANDS);
    long waited = longest(light.between(begun, ended), stands);
    long later = longest(light.between(ended, System.nanoTime()), stands);
    boolean good =
        before.refusedPart() <= MOST_STEADY
            && during.refusedPart() <= MOST_DURING
            && after.refusedPart() <= MOST_AFTER
            && waited <= (trouble.passes() ? MOST_RETURN : MOST_WAIT);
    String used = percent(used(before, options.trouble()));
    tell(form, trouble.name(), List.of(before, during, after), waited + " / " + later, used, good);
  }

  /// Returns how long a call has waited in a queue at most, in milliseconds.
  ///
  /// @param stands whether the last node stood still, and its calls with it
  private static long longest(List<Answered> calls, boolean stands) {
    return calls.stream()
        .filter(call -> !stands || call.aim().node() != LAST)
        .mapToLong(Answered::waited)
        .max()
        .orElse(0);
  }

  /// Kills a node, and sees whether its share is used again.
  private void killed(String form, RealGateways gateways, RealProvider provider)
      throws InterruptedException, IOException {
    Count start = provider.count();
    sleep(STEADY);
    Count before = provider.count().since(start);
    start = provider.count();
    gateways.kill(LAST);
    sleep(LEASE);
    Count during = provider.count().since(start);
    start = provider.count();
    sleep(STEADY);
    Count after = provider.count().since(start);
    double used = used(after, STEADY);
    boolean good = during.refusedPart() <= MOST_DURING && used >= LEAST_USED;
    tell(form, "node killed", List.of(before, during, after), "", percent(used), good);
    gateways.restart(LAST);
  }

  private static double used(Count count, Duration time) {
    return count.tokens() / (RealProvider.TIGHT / 60.0 * time.toSeconds());
  }

  private void tell(
      String form, String trouble, List<Count> counts, String waited, String used, boolean good) {
    holds &= good;
    table.row(
        List.of(
            form,
            trouble,
            percent(counts.get(0).refusedPart()),
            percent(counts.get(1).refusedPart()),
            percent(counts.get(2).refusedPart()),
            waited,
            used),
        good);
  }

  private static String percent(double part) {
    return "%.2f %%".formatted(100 * part);
  }

  private static void sleep(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }
}
