package dev.sluice.cli;

import dev.sluice.cli.console.Console;
import dev.sluice.cli.console.Program;
import dev.sluice.server.config.CacheMemory;
import dev.sluice.server.config.SluiceConfig;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The collector of a gateway whose routes have large caches: G1, which goes over a cache beside
/// the calls. The serial collector of the start scripts takes less memory and less time a call, but
/// stops all calls for as long as it takes to go over everything that lives (docs/adr/0102).
///
/// @param besideCalls whether a collection of the whole heap that is asked for stops no calls
/// @param notice what is to be said of it at the start
record CacheCollector(boolean besideCalls, Optional<String> notice) {
  private static final String G1 = "-XX:+UseG1GC";
  private static final String BESIDE_CALLS = "-XX:+ExplicitGCInvokesConcurrent";

  /// Options that outweigh those in `cli/jvm.options`. The young generation is as large as the
  /// bound of a pause allows, up to three fifths of the heap.
  private static final List<String> OPTIONS =
      List.of(
          "-XX:-UseSerialGC",
          "-XX:-UseParallelGC",
          G1,
          BESIDE_CALLS,
          "-XX:MaxGCPauseMillis=20",
          "-XX:NewSize=4m",
          "-XX:MaxNewSize=" + Runtime.getRuntime().maxMemory() / 5 * 3,
          "-XX:SurvivorRatio=8");

  /// The old generations of the serial and of the parallel collector.
  private static final Set<String> STOPPING = Set.of("MarkSweepCompact", "PS MarkSweep");

  /// The JVM reads this variable last, so that its collector outweighs ours.
  private static final String LAST_OPTIONS = "_JAVA_OPTIONS";

  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC\\b");

  /// Executes the console's program again, and does not return, where this process has a collector
  /// that does not fit `config`.
  static CacheCollector choose(SluiceConfig config, Console console) {
    if (!CacheMemory.isLarge(config)) {
      return new CacheCollector(false, Optional.empty());
    }
    String caches = "caches of " + (CacheMemory.of(config) >> 20) + " MiB";
    if (isStopping()) {
      String refused = execute(console);
      return new CacheCollector(false, Optional.of("note       " + warning(caches, refused)));
    }
    return new CacheCollector(
        ManagementFactory.getRuntimeMXBean().getInputArguments().contains(BESIDE_CALLS),
        Optional.of("collector  one that works beside the calls, for " + caches));
  }

  /// Executes the console's program again with G1; returns only where it cannot.
  ///
  /// @return why not
  static String execute(Console console) {
    Matcher last = COLLECTOR.matcher(console.env().getOrDefault(LAST_OPTIONS, ""));
    if (last.find()) {
      return LAST_OPTIONS + " asks for " + last.group();
    }
    Optional<Program> running = console.program().get();
    if (running.isEmpty()) {
      return "the system does not tell how it was started";
    }
    if (running.get().arguments().contains(G1)) {
      return G1 + " is among its options and has no effect";
    }
    return running
        .get()
        .with(OPTIONS)
        .map(Program::execute)
        .orElse("it was started without -jar and -cp");
  }

  private static String warning(String caches, String why) {
    return ("%s with this collector stop all calls now and then, those of 1 GiB for 0.9 s. The"
            + " process could not change to G1 by itself (%s): give the JVM, behind its other"
            + " options, %s")
        .formatted(caches, why, String.join(" ", OPTIONS));
  }

  private static boolean isStopping() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(GarbageCollectorMXBean::getName)
        .anyMatch(STOPPING::contains);
  }
}
