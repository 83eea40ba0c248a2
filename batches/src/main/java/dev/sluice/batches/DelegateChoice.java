package dev.sluice.batches;

import dev.sluice.batches.BatchRun.Source;
import dev.sluice.batches.DelegateConfig.Mode;
import dev.sluice.batches.Delegates.Here;
import dev.sluice.batches.Delegates.There;
import dev.sluice.batches.delegate.Delegation;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Chooses, once and before the first line is called, whether a provider or the gateway runs the
/// lines of a batch. For one thread.
final class DelegateChoice {
  /// Providers promise no less.
  private static final Duration SHORTEST = Duration.ofHours(24);

  /// More models than a provider's batch may have.
  private static final int SOME = 2;

  private final BatchWork work;
  private final Batch batch;
  private final Set<String> models = new HashSet<>();

  DelegateChoice(BatchWork work, Batch batch) {
    this.work = work;
    this.batch = batch;
  }

  /// What was chosen.
  ///
  /// @param errors why the batch cannot be run as it is to be; empty where it can
  record Chosen(Delegation delegation, List<LineError> errors) {}

  /// Rules by which the models are noted that lines name.
  LineRules noting(LineRules rules) {
    return new LineRules(
        rules.endpoint(), rules.mostLines(), rules.largest(), model -> noted(model, rules));
  }

  private Optional<String> noted(String model, LineRules rules) throws InterruptedException {
    if (models.size() < SOME) {
      models.add(model);
    }
    return rules.models().fault(model);
  }

  /// Whether a provider may be chosen at all, whatever the lines are.
  boolean isOpen() {
    boolean shortWindow = work.config().window().compareTo(SHORTEST) < 0;
    boolean over = work.clock().nanos() - work.expires(batch) >= 0;
    return !over
        && batch.state() != BatchState.CANCELLING
        && switch (mode()) {
          case NEVER -> false;
          case AUTO -> !shortWindow;
          case ALWAYS -> true;
        };
  }

  /// Whether a provider might run the lines, as far as the first one tells: all are read only then.
  ///
  /// @throws IOException if it cannot be read
  boolean isPossible(BatchInput input, LineRules rules) throws IOException, InterruptedException {
    var one = new LineRules(rules.endpoint(), 1, rules.largest(), rules.models());
    Lines.Checked _ = Lines.check(input, noting(one));
    return work.delegates().choose(batch.order(), models) instanceof There;
  }

  private Mode mode() {
    return work.config().delegate().mode();
  }

  /// Chooses.
  ///
  /// @throws IOException if a line cannot be read
  Chosen choose(Source source) throws IOException {
    if (!isOpen()) {
      return new Chosen(Delegation.NONE, List.of());
    }
    Mode mode = mode();
    return switch (work.delegates().choose(batch.order(), models)) {
      case Here(String why) -> here(mode, why);
      case There(String target) -> there(mode, target, source);
    };
  }

  private static Chosen here(Mode mode, String why) {
    return mode == Mode.ALWAYS
        ? new Chosen(
            Delegation.NONE,
            List.of(
                new LineError(
                    "not_delegated",
                    0,
                    "",
                    "The batch is to be run by a provider (batches.delegate: always), and cannot be: "
                        + why
                        + ". Ask the operator for `auto`, or change what is named.")))
        : new Chosen(Delegation.NONE, List.of());
  }

  private Chosen there(Mode mode, String target, Source source) throws IOException {
    var planner = new DelegatePlanner(work.delegates(), batch, source, DelegatePlanner.USUAL);
    Optional<Delegation> plan = planner.plan(target, work.clock().millis());
    return plan.isPresent()
        ? new Chosen(plan.get(), List.of())
        : here(
            mode, "one of its lines would be refused, or its price at " + target + " is not known");
  }
}
