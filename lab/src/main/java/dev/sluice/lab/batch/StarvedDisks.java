package dev.sluice.lab.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.lab.batch.BatchSite.Start;
import dev.sluice.lab.batch.Starvation.Came;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.Folder;
import dev.sluice.lab.process.SizeLimit;
import java.io.IOException;

/// Disks that take no results of a batch.
final class StarvedDisks {
  private StarvedDisks() {}

  static Came full(GatewayProgram program) throws IOException, InterruptedException {
    try (StarvedJob job = StarvedJob.at(Start.small(program))) {
      BatchClient client = job.site().client();
      String id = job.begin(client);
      SizeLimit.nothing(job.site().gateway().process());
      boolean told = job.awaitReady(ready -> ready.contains("batches pause"));
      boolean serves = job.serves();
      String meanwhile = BatchClient.status(client.batch(id));
      SizeLimit.none(job.site().gateway().process());
      JsonNode done = client.awaitEnd(id, StarvedJob.PATIENCE);
      return new Came(
          "%s, calls %s; then %s"
              .formatted(
                  told ? "it paused" : "/readyz SAID NOTHING",
                  serves ? "went on" : "FAILED",
                  StarvedJob.told(done)),
          told && serves && meanwhile.equals("in_progress") && StarvedJob.isWhole(client, done));
    }
  }

  static Came failing(GatewayProgram program) throws IOException, InterruptedException {
    try (Folder folder = Folder.create("sluice-eio")) {
      FailingSync disk = FailingSync.in(folder.path());
      try (StarvedJob job = StarvedJob.at(Start.small(program).behind(disk.command()))) {
        BatchClient client = job.site().client();
        String id = job.begin(client);
        disk.begin();
        JsonNode done = client.awaitEnd(id, StarvedJob.PATIENCE);
        int results = client.lines(done.path("output_file_id")).size();
        int errors = client.lines(done.path("error_file_id")).size();
        boolean serves = job.serves();
        return new Came(
            "%s, %d results kept, %d lines told so, calls %s"
                .formatted(
                    BatchClient.status(done), results, errors, serves ? "went on" : "FAILED"),
            BatchClient.status(done).equals("failed")
                && serves
                && results + errors == StarvedJob.LINES
                && results < StarvedJob.LINES);
      }
    }
  }
}
