package dev.sluice.batches;

import dev.sluice.batches.delegate.RemoteBatches;
import java.util.Optional;
import java.util.Set;

/// No provider runs batches.
final class NoDelegates implements Delegates {
  @Override
  public Choice choose(BatchOrder order, Set<String> models) {
    return new Here("nothing is delegated");
  }

  @Override
  public Optional<RemoteBatches> at(String target) {
    return Optional.empty();
  }

  @Override
  public Optional<Prepared> prepare(String target, LineCall line) {
    return Optional.empty();
  }

  @Override
  public boolean hold(BatchOrder order, String batch, long worst, boolean anyway) {
    return anyway;
  }

  @Override
  public void keep(String batch, long worst) {}

  @Override
  public void release(String batch) {}

  @Override
  public Delivered delivered(String batch, String target, LineCall line, byte[] answer) {
    return new Delivered(Tokens.NONE, () -> true);
  }

  @Override
  public Optional<Ending> ending(BatchOrder order) {
    return Optional.empty();
  }
}
