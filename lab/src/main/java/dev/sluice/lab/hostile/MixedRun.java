package dev.sluice.lab.hostile;

import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.CommandOutput;
import dev.sluice.lab.process.HeapInfo;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// All attacks at a fixed rate beside honest calls, the gateway on one core and all others on
/// another: the latencies of honest calls, compared with the same attacks against a port that
/// discards everything.
final class MixedRun {
  /// The bound of honest calls' 99th percentile, as a multiple of theirs beside a discarding port.
  private static final double P99_RATIO = 2;

  private static final double HEAP_RATIO = 1.1;
  private static final List<String> GATEWAY_CORE = List.of("taskset", "-c", "0");
  private static final String OTHER_CORE = "1";

  private MixedRun() {}

  /// Makes the run, and prints the bounds and whether they hold.
  ///
  /// @return the exit code: 1 where a bound is broken
  static int run(HostileOptions options, GatewayProgram program, PrintStream out)
      throws IOException, InterruptedException {
    bindThisProcess();
    Duration length = Duration.ofMinutes(options.minutes());
    Path folder = Files.createTempDirectory("sluice-hostile");
    try (HostileProvider provider = new HostileProvider();
        Site site = Site.start(program, Setup.H2C, provider, folder, GATEWAY_CORE);
        DiscardPort discard = new DiscardPort()) {
      Mixed beside = mixed(site, Site.at(discard.url()), length, options);
      double before = heap(site);
      Mixed attacked = mixed(site, site, length, options);
      AttackResult settled = IdleCheck.within(site, 15_000);
      return judge(out, beside, attacked, before, heap(site), settled);
    }
  }

  /// The results of honest calls while attacks were made.
  private record Mixed(HonestCalls.Latencies seen, long attacks) {}

  private static Mixed mixed(Site site, Site attacked, Duration length, HostileOptions options)
      throws InterruptedException {
    try (Attackers attackers = Attackers.start(attacked, options::includes)) {
      HonestCalls.Latencies latencies = HonestCalls.run(site, length, options.honest());
      return new Mixed(latencies, attackers.done());
    }
  }

  private static int judge(
      PrintStream out,
      Mixed beside,
      Mixed attacked,
      double before,
      double after,
      AttackResult settled) {
    HonestCalls.Latencies calm = beside.seen();
    HonestCalls.Latencies latencies = attacked.seen();
    double ratio = latencies.p99Millis() / Math.max(calm.p99Millis(), 1);
    boolean holds =
        latencies.failed() == 0
            && ratio <= P99_RATIO
            && after <= before * HEAP_RATIO
            && settled.right();
    out.printf(
        "attacks: %d at a discarding port, %d at the gateway%n",
        beside.attacks(), attacked.attacks());
    out.printf("honest calls: %d, failed %d (bound 0)%n", latencies.calls(), latencies.failed());
    out.printf(
        "p99: %.1f ms beside a discarding port, %.1f ms (bound %.0f times)%n",
        calm.p99Millis(), latencies.p99Millis(), P99_RATIO);
    out.printf("heap after a collection: %.1f, then %.1f MiB (bound +10 %%)%n", before, after);
    out.printf("gauges: %s%n", settled.came());
    return holds ? 0 : 1;
  }

  /// Used heap in MiB after a full collection, as the process itself counts it.
  private static double heap(Site site) throws IOException, InterruptedException {
    return HeapInfo.bytes(site.pid()) / (double) (1 << 20);
  }

  private static void bindThisProcess() throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    if (CommandOutput.run(List.of("taskset", "-a", "-c", "-p", OTHER_CORE, pid)).code() != 0) {
      throw new IOException("this takes two cores and taskset");
    }
  }
}
