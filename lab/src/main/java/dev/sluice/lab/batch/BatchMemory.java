package dev.sluice.lab.batch;

import dev.sluice.lab.batch.BatchSite.Start;
import dev.sluice.lab.draw.Threshold;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.Folder;
import dev.sluice.lab.process.HeapInfo;
import dev.sluice.lab.process.MetricsReader;
import dev.sluice.lab.process.ProcessUsage;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// What a batch takes of memory while it runs as fast as a provider without limits lets it: what
/// lives on the heap after a collection, and buffers outside of it, beyond what the gateway held
/// after a small one.
///
/// @param say is told what is under way
record BatchMemory(BatchOptions options, GatewayProgram program, Consumer<String> say) {
  private static final String CHAT = "chat";
  private static final String VECTORS = "vectors";
  private static final int WARM_LINES = 2_000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long LOOK_S = 2;
  private static final double MOST = 64;
  private static final double MEBI = 1 << 20;
  private static final String DIRECT = "jvm_buffer_memory_used_bytes";
  private static final String REST =
      """
      batches: {}
      routes:
        chat: {models: [chat], targets: [{provider: sim}]}
        vectors: {models: [vectors], targets: [{provider: sim}], batch: {}}
      """;

  /// What a process holds, in MiB.
  private record Held(double heap, double buffers, double resident) {
    Held most(Held other) {
      return new Held(
          Math.max(heap, other.heap),
          Math.max(buffers, other.buffers),
          Math.max(resident, other.resident));
    }
  }

  List<Finding> all() throws IOException, InterruptedException {
    return List.of(
        found("chats", lines -> JobLines.chats(lines, CHAT)),
        found("embeddings", lines -> JobLines.embeddings(lines, VECTORS)));
  }

  private Finding found(String name, IntFunction<String> input)
      throws IOException, InterruptedException {
    say.accept("memory of a batch of " + name);
    Speed speed = Speed.of(Duration.ofMillis(500), Duration.ZERO);
    Scenario scenario =
        Scenario.of(
            Model.named(CHAT).speed(speed),
            Model.named(VECTORS).speed(speed).dimensions(JobLines.DIMENSIONS));
    try (var site = new BatchSite(Start.usual(program), scenario, REST)) {
      Held _ = most(site, input, WARM_LINES);
      Held before = held(site);
      return finding(name, before, before.most(most(site, input, options.lines())));
    }
  }

  /// What the gateway holds at most while a batch runs.
  private Held most(BatchSite site, IntFunction<String> input, int lines)
      throws IOException, InterruptedException {
    try (Folder folder = Folder.create("sluice-batch-run");
        RunProcess run = RunProcess.at(site, program, folder.path(), input.apply(lines))) {
      String id = run.awaitMade();
      Held most = held(site);
      while (!BatchClient.isOver(site.client().batch(id))) {
        TimeUnit.SECONDS.sleep(LOOK_S);
        most = most.most(held(site));
      }
      double _ = run.awaitEnd(lines, PATIENCE);
      return most;
    }
  }

  private Finding finding(String name, Held before, Held most) {
    String note =
        String.format(
            Locale.ROOT,
            "MiB before and at most: live heap %.1f, %.1f; buffers %.1f, %.1f; resident %.0f, %.0f",
            before.heap(),
            most.heap(),
            before.buffers(),
            most.buffers(),
            before.resident(),
            most.resident());
    double more = most.heap() - before.heap() + most.buffers() - before.buffers();
    return new Finding(
        "memory of a batch of %,d %s".formatted(options.lines(), name),
        List.of(note),
        List.of(Threshold.atMost("MiB of heap and buffers more", more, MOST)));
  }

  private static Held held(BatchSite site) throws IOException, InterruptedException {
    long pid = site.gateway().process().pid();
    double resident = new ProcessUsage(pid).residentMebibytes();
    double heap = HeapInfo.bytes(pid) / MEBI;
    return new Held(heap, buffers(site) / MEBI, resident);
  }

  private static double buffers(BatchSite site) throws IOException, InterruptedException {
    return MetricsReader.sum(site.admin().get("/metrics").text(), DIRECT);
  }
}
