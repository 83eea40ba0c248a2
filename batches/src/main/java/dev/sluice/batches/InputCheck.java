package dev.sluice.batches;

import dev.sluice.accounts.store.StoreException;
import dev.sluice.batches.BatchEvent.Broken;
import dev.sluice.batches.BatchEvent.Delegated;
import dev.sluice.batches.BatchEvent.Validated;
import dev.sluice.batches.BatchRun.Source;
import dev.sluice.batches.DelegateChoice.Chosen;
import dev.sluice.batches.delegate.Delegation;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The look at the input of a batch before its first line is called, with which the one is chosen
/// that runs the lines. For one thread.
final class InputCheck {
  private final BatchWork work;
  private final OwnedBatch owned;
  private final BooleanSupplier stopped;
  private boolean offered;

  InputCheck(BatchWork work, OwnedBatch owned, BooleanSupplier stopped) {
    this.work = work;
    this.owned = owned;
    this.stopped = stopped;
  }

  /// The lines of the input, which is validated if that was not done before.
  ///
  /// @return null where it is wrong
  @Nullable LineIndex index(BatchInput input)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    Batch batch = owned.now();
    if (batch.results().counts().total() > 0) {
      return Lines.index(input);
    }
    var choice = new DelegateChoice(work, batch);
    Lines.Checked checked = Lines.check(input, choice.noting(work.rules(batch.order())));
    Chosen chosen =
        checked.errors().isEmpty()
            ? choice.choose(new Source(input, checked.index()))
            : new Chosen(Delegation.NONE, checked.errors());
    if (stopped.getAsBoolean()) {
      // A gateway that stops calls nothing, which is no fault of the batch.
      return null;
    }
    if (!chosen.errors().isEmpty()) {
      owned.change(new Broken(chosen.errors()));
      return null;
    }
    delegate(chosen);
    owned.change(new Validated(checked.index().count()));
    return checked.index();
  }

  private void delegate(Chosen chosen)
      throws StoreException, BatchLostException, InterruptedException {
    if (!chosen.delegation().equals(Delegation.NONE)) {
      owned.change(new Delegated(chosen.delegation()));
    }
  }

  /// Lets a provider run a batch of messages, which nobody has validated: its requests were looked
  /// at as they came. Where one of them could not be called, that is its result, and where the
  /// batch cannot be delegated its lines are called here, so that it never fails for either.
  void offer(Source source, ResultLog log)
      throws IOException, StoreException, BatchLostException, InterruptedException {
    Batch batch = owned.now();
    var choice = new DelegateChoice(work, batch);
    if (offered || !isOffered(batch, log) || !choice.isOpen()) {
      return;
    }
    LineRules rules = work.rules(batch.order());
    if (choice.isPossible(source.input(), rules)
        && Lines.check(source.input(), choice.noting(rules)).errors().isEmpty()) {
      delegate(choice.choose(source));
    }
    offered = true;
  }

  /// Whether a provider might run a batch. None runs requests of Gemini's form, so that their input
  /// is not read for that.
  private static boolean isOffered(Batch batch, ResultLog log) {
    return batch.order().api() == ClientApi.ANTHROPIC
        && batch.state() == BatchState.IN_PROGRESS
        && batch.delegation().equals(Delegation.NONE)
        && log.counts().completed() + log.counts().failed() == 0;
  }
}
