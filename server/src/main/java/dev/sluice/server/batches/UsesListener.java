package dev.sluice.server.batches;

import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchListener;
import dev.sluice.batches.PauseReason;

/// Forgets what the lines of a batch have used once it has ended.
///
/// @param next is told everything
record UsesListener(BatchListener next, LineUses uses) implements BatchListener {
  @Override
  public void changed(Batch batch) {
    if (batch.state().isOver()) {
      uses.forget(batch.order().input());
    }
    next.changed(batch);
  }

  @Override
  public void paused(Batch batch, PauseReason why) {
    next.paused(batch, why);
  }

  @Override
  public void delegated(Batch batch, String target, int lines) {
    next.delegated(batch, target, lines);
  }

  @Override
  public void line(LineOutcome outcome) {
    next.line(outcome);
  }

  @Override
  public void trouble(String batch, String why) {
    next.trouble(batch, why);
  }
}
