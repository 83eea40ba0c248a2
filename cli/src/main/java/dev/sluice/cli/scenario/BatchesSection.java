package dev.sluice.cli.scenario;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.sim.fault.BatchFaultCall;
import dev.sluice.sim.fault.InvalidFault;
import dev.sluice.sim.scenario.BatchStep;
import dev.sluice.sim.scenario.BatchTerms;
import dev.sluice.sim.scenario.BatchTerms.BatchRule;
import dev.sluice.sim.scenario.BatchTerms.RequestRule;
import dev.sluice.sim.scenario.FaultRule;
import java.util.Optional;

/// Reads what a scenario says of batches and files.
final class BatchesSection {
  private BatchesSection() {}

  static BatchTerms read(Section in) {
    BatchTerms standard = BatchTerms.STANDARD;
    return new BatchTerms(
        in.get("takes", ScenarioFile.TIMES, standard.takes()),
        in.get("pending", ScenarioFile.TIME, standard.pending()),
        in.get("lines", Types.integer(1, ScenarioFile.MAX), standard.lines()),
        in.get("price", Types.PERCENT, standard.price()),
        in.each("faults", BatchesSection::ofBatch),
        in.each("requests", BatchesSection::ofRequest));
  }

  private static Optional<BatchRule> ofBatch(Section in) {
    Optional<BatchFaultCall> fault =
        in.need("fault", BatchesSection::fault, "name one, such as fault: batch-lost");
    int call = in.get("call", Types.integer(1, ScenarioFile.MAX), 0);
    int every = in.get("every", Types.integer(1, ScenarioFile.MAX), 0);
    return fault.map(f -> new BatchRule(f, call, every));
  }

  private static Optional<RequestRule> ofRequest(Section in) {
    Optional<BatchStep> on =
        in.need(
            "on", Types.oneOf(BatchStep.class, BatchStep::label), "say which, such as on: poll");
    Optional<FaultRule> rule = ScenarioFile.rule(in);
    return on.flatMap(step -> rule.map(r -> new RequestRule(step, r)));
  }

  private static BatchFaultCall fault(String text) throws ConfigProblem {
    try {
      return BatchFaultCall.parse(text);
    } catch (InvalidFault e) {
      throw new ConfigProblem(String.valueOf(e.getMessage()), e.remedy());
    }
  }
}
