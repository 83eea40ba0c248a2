package dev.sluice.lab.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.lab.batch.BatchSite.Start;
import dev.sluice.lab.batch.Starvation.Came;
import dev.sluice.lab.load.GatewayProgram;
import java.io.IOException;

/// Keys of batches that may not call any more.
final class StarvedKeys {
  private static final String KEYS = "/admin/v1/keys/";

  private StarvedKeys() {}

  private static String path(JsonNode key) {
    return KEYS + key.path("key").path("id").asText();
  }

  private static BatchClient by(StarvedJob job, JsonNode key) {
    return job.site().client().with(key.path("secret").asText());
  }

  static Came poor(GatewayProgram program) throws IOException, InterruptedException {
    try (StarvedJob job = StarvedJob.at(Start.small(program))) {
      JsonNode key = job.key("poor", ",\"budgets\":[\"0.05USD/total\"]");
      BatchClient client = by(job, key);
      String id = job.begin(client);
      JsonNode paused = job.awaitStill(client, id);
      var _ = job.site().admin().patch(path(key), "{\"budgets\":[\"50USD/total\"]}");
      JsonNode done = client.awaitEnd(id, StarvedJob.PATIENCE);
      boolean pauses =
          BatchClient.status(paused).equals("in_progress")
              && BatchClient.failed(paused) == 0
              && BatchClient.completed(paused) < StarvedJob.LINES;
      return new Came(
          "%s; with more of it %s".formatted(StarvedJob.told(paused), StarvedJob.told(done)),
          pauses && StarvedJob.isWhole(client, done));
    }
  }

  static Came revoked(GatewayProgram program) throws IOException, InterruptedException {
    try (StarvedJob job = StarvedJob.at(Start.small(program))) {
      JsonNode key = job.key("gone", "");
      String id = job.begin(by(job, key));
      var _ = job.site().admin().post(path(key) + "/revoke", "{\"now\":true}");
      BatchClient other = job.site().client();
      JsonNode done = other.awaitEnd(id, StarvedJob.PATIENCE);
      int results = other.lines(done.path("output_file_id")).size();
      long told =
          other.lines(done.path("error_file_id")).stream()
              .filter(line -> line.path("error").path("code").asText().equals("key_revoked"))
              .count();
      return new Came(
          "%d results kept, %d lines told key_revoked".formatted(results, told),
          results + told == StarvedJob.LINES && results < StarvedJob.LINES);
    }
  }
}
