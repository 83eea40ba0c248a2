package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.accounts.ledger.Spend;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.Work;
import dev.sluice.cli.TestProgram;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.ChildGateway;
import dev.sluice.sim.Recorded;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.testing.LongForm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A batch whose gateway is killed three times while it runs (P4, P7), as `kill -9` does; five
/// times in the long form.
class KilledBatchTest {
  private static final int LINES = LongForm.rounds(600, 1_000);
  private static final int KILLS = LongForm.rounds(3, 5);
  private static final int WAITING = 32;
  private static final String CHAT = "/v1/chat/completions";

  @TempDir private Path folder;

  private String yaml(Simulator simulator) {
    return """
    store: {path: "%1$s/data"}
    files: {folder: "%1$s/files", key: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="}
    batches: {waiting: %2$d}
    server: {listen: "127.0.0.1:0", keys: [{name: web, key: sk-test, team: ops}]}
    admin: {listen: "127.0.0.1:0"}
    log: {calls: off}
    prices: {models: [{provider: sim, model: "*", input: 1, output: 10}]}
    providers: {sim: {type: compatible, url: "%3$s", allow_private: true}}
    routes: {all: {models: [m], targets: [{provider: sim}]}}
    """
        .formatted(folder, WAITING, simulator.url());
  }

  private static String lines() {
    return IntStream.range(0, LINES)
        .mapToObj(
            i ->
                "{\"custom_id\":\"c-%1$d\",\"method\":\"POST\",\"url\":\"%2$s\",\"body\":{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi %1$d\"}]}}"
                    .formatted(i, CHAT))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void p4_each_line_has_one_result_and_the_ledger_has_each_call_that_was_billed() throws Exception {
    Model model = Model.named("m").speed(Speed.of(Duration.ofMillis(60), Duration.ofMillis(1)));
    var program = new GatewayProgram(TestProgram.java(), TestProgram.program());
    try (Simulator simulator = Simulator.start(Scenario.of(model), 0)) {
      String yaml = yaml(simulator);
      Recorded recorded = simulator.recorded();
      ChildGateway gateway = ChildGateway.start(program, folder, yaml);
      var client = new BatchHttp(gateway.api(), "sk-test");
      try {
        String id = client.make(lines(), CHAT);
        for (int kill : new Random(47).ints(KILLS, 20, LINES - 20).sorted().toArray()) {
          await()
              .atMost(Duration.ofSeconds(60))
              .pollInterval(Duration.ofMillis(2))
              .until(() -> recorded.count() >= kill);
          gateway.kill();
          gateway = ChildGateway.start(program, folder, yaml);
          client = client.at(gateway.api());
        }
        check(client, client.awaitEnd(id));
      } finally {
        gateway.end();
      }
      long calls = recorded.bill("m").calls();
      assertThat(calls).isBetween((long) LINES, (long) LINES + KILLS * WAITING);
      checkLedger(recorded, calls);
    }
  }

  private static void check(BatchHttp client, JsonNode done) throws Exception {
    assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("completed");
    JsonNode counts = done.path("request_counts");
    assertThat(counts.path("total").asInt()).isEqualTo(LINES);
    assertThat(counts.path("completed").asInt()).isEqualTo(LINES);
    assertThat(counts.path("failed").asInt()).isZero();
    List<String> ids =
        client.lines(done.path("output_file_id")).stream()
            .map(line -> line.path("custom_id").asText())
            .toList();
    assertThat(ids).isEqualTo(IntStream.range(0, LINES).mapToObj(i -> "c-" + i).toList());
    assertThat(done.path("error_file_id").isNull()).isTrue();
    assertThat(done.path("usage").path("output_tokens").asInt()).isEqualTo(16 * LINES);
  }

  /// A call has its place in the ledger before it is sent, so that none that was billed is missing.
  /// Calls under way at a kill are there with what was set aside for them, also those that no
  /// provider got to see, and those whose results were kept before they were paid; no other call
  /// differs.
  private void checkLedger(Recorded recorded, long calls) throws Exception {
    try (Store store = Store.open(StoreConfig.in(folder.resolve("data")), true)) {
      var all = new Spend.Query(List.of(), LocalDate.EPOCH, LocalDate.of(9999, 12, 31));
      var sums = new Spend(reader(store)).sums(all).rows().getFirst().sums();
      assertThat(sums.calls()).isBetween(calls, calls + KILLS * WAITING);
      assertThat(sums.estimated()).isLessThanOrEqualTo(KILLS * WAITING);
      assertThat(recorded.bill("m").output()).isGreaterThanOrEqualTo(16L * LINES);
    }
  }

  private static Spend.Reader reader(Store store) {
    return new Spend.Reader() {
      @Override
      public <T> T read(Work<T> work) throws StoreException, InterruptedException {
        return store.read(work);
      }
    };
  }
}
