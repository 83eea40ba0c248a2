package dev.sluice.lab.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.batch.BatchSite.Start;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A batch that is to lack something midway, at a gateway of its own. For one thread.
record StarvedJob(BatchSite site) implements AutoCloseable {
  static final int LINES = 1_000;
  static final String MODEL = "m";
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /// So many lines have results before it lacks anything.
  private static final int FIRST = 50;

  private static final Duration STILL = Duration.ofSeconds(2);
  private static final long LOOK_MS = 100;
  private static final int OK = 200;
  private static final String REST =
      """
      batches: {running: 16}
      routes:
        chat: {models: [%1$s], targets: [{provider: sim}]}
        vectors: {models: [vectors], targets: [{provider: sim}], batch: {}}
      """
          .formatted(MODEL);
  private static final String CALL =
      "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}".formatted(MODEL);

  /// Starts a gateway whose provider is as usual.
  static StarvedJob at(Start start) throws IOException {
    return at(start, model());
  }

  static StarvedJob at(Start start, Model... models) throws IOException {
    return new StarvedJob(new BatchSite(start, Scenario.of(models), REST));
  }

  /// The model that lines call.
  static Model model() {
    return Model.named(MODEL).speed(Speed.of(Duration.ofMillis(20), Duration.ofMillis(1)));
  }

  /// Makes a batch of chats, and waits for its first results.
  ///
  /// @return its id
  String begin(BatchClient client) throws IOException, InterruptedException {
    String id = client.make(JobLines.chats(LINES, MODEL), JobLines.CHAT);
    JsonNode _ = client.await(id, PATIENCE, batch -> BatchClient.completed(batch) >= FIRST);
    return id;
  }

  /// Waits until a batch has had no more results for a while.
  JsonNode awaitStill(BatchClient client, String id) throws IOException, InterruptedException {
    JsonNode batch = client.batch(id);
    long since = Clock.SYSTEM.nanos();
    while (Clock.SYSTEM.nanos() - since < STILL.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      JsonNode now = client.batch(id);
      int done = BatchClient.completed(now);
      if (done == 0 || done > BatchClient.completed(batch)) {
        since = Clock.SYSTEM.nanos();
      }
      batch = now;
    }
    return batch;
  }

  /// Whether `/readyz` is soon as wanted.
  boolean awaitReady(Predicate<String> wanted) throws IOException, InterruptedException {
    long until = Clock.SYSTEM.nanos() + PATIENCE.toNanos();
    boolean there = false;
    while (!there && Clock.SYSTEM.nanos() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      there = wanted.test(site.admin().get("/readyz").text());
    }
    return there;
  }

  /// Whether calls of clients that wait are served.
  boolean serves() throws IOException, InterruptedException {
    return site.client().post(JobLines.CHAT, CALL).status() == OK;
  }

  /// Makes a key of the team of the usual one, by the admin listener.
  ///
  /// @param more members of what is asked for
  JsonNode key(String name, String more) throws IOException, InterruptedException {
    var _ = site.admin().post("/admin/v1/teams", "{\"name\":\"ops\"}");
    String body = "{\"name\":\"%s\",\"team\":\"ops\"%s}".formatted(name, more);
    return site.admin().post("/admin/v1/keys", body).json();
  }

  /// Whether a batch is complete, with one result for each line and no error.
  static boolean isWhole(BatchClient client, JsonNode done)
      throws IOException, InterruptedException {
    List<String> ids =
        client.lines(done.path("output_file_id")).stream()
            .map(line -> line.path("custom_id").asText())
            .toList();
    return BatchClient.status(done).equals("completed")
        && BatchClient.completed(done) == LINES
        && ids.equals(JobLines.ids(LINES));
  }

  /// How a batch stands, in words.
  static String told(JsonNode batch) {
    return "%s with %d results and %d errors"
        .formatted(
            BatchClient.status(batch), BatchClient.completed(batch), BatchClient.failed(batch));
  }

  @Override
  public void close() throws IOException {
    site.close();
  }
}
