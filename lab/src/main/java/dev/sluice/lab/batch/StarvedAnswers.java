package dev.sluice.lab.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.lab.batch.BatchSite.Start;
import dev.sluice.lab.batch.Starvation.Came;
import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.limit.Limit;
import dev.sluice.sim.limit.ModelLimits;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.TimeWindow;
import java.io.IOException;

/// Providers that answer less than is asked for.
final class StarvedAnswers {
  private static final int REFUSED = 429;
  private static final int A_MINUTE = 1_500;
  private static final int AT_ONCE = 25;
  private static final String VECTORS = "vectors";

  private StarvedAnswers() {}

  static Came throttled(GatewayProgram program) throws IOException, InterruptedException {
    var limits = new ModelLimits(new Limit(A_MINUTE, AT_ONCE), null, Integer.MAX_VALUE, true);
    try (StarvedJob job = StarvedJob.at(Start.small(program), StarvedJob.model().limits(limits))) {
      BatchClient client = job.site().client();
      JsonNode done = client.awaitEnd(job.begin(client), StarvedJob.PATIENCE);
      long refused = job.site().recorded().calls(kind -> kind.status() == REFUSED);
      return new Came(
          "%s, of %d calls %d were refused"
              .formatted(StarvedJob.told(done), job.site().recorded().count(), refused),
          StarvedJob.isWhole(client, done));
    }
  }

  static Came half(GatewayProgram program) throws IOException, InterruptedException {
    Model odd = Model.named(VECTORS).faults(each(Fault.HALF_MISSING, 3), each(Fault.DUPLICATES, 2));
    try (StarvedJob job = StarvedJob.at(Start.small(program), odd)) {
      BatchClient client = job.site().client();
      String lines = JobLines.embeddings(StarvedJob.LINES, VECTORS);
      String id = client.make(lines, JobLines.EMBEDDINGS);
      JsonNode done = client.awaitEnd(id, StarvedJob.PATIENCE);
      return new Came(
          "%s, by %d calls".formatted(StarvedJob.told(done), job.site().recorded().count()),
          StarvedJob.isWhole(client, done));
    }
  }

  private static FaultRule each(Fault fault, long every) {
    return new FaultRule(new FaultCall(fault, fault.standard()), TimeWindow.ALWAYS, 0, every, 1);
  }
}
