package dev.sluice.call;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Pays for everything, and notes what it does not owe. Safe for any thread.
public final class RecordingPayer implements Payer {
  public final List<Loss> losses = new CopyOnWriteArrayList<>();

  @Override
  public Decision enter(Call call) {
    return Accepted.FREE;
  }

  @Override
  public Decision reserve(Call call, List<String> targets, int attempts) {
    return Accepted.FREE;
  }

  @Override
  public void lost(Call call, Loss loss) {
    losses.add(loss);
  }
}
