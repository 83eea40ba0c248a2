package dev.sluice.internal.admission;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A gate that is never closed and keeps accounts of what passes the others of its target. What
/// must never happen is written down, since Lincheck does not see it: to Lincheck an exception is a
/// result like others, and right when the same class throws it without concurrency, too.
final class Ledger implements Gate {
  private final double most;
  private final ToDoubleFunction<Call> reserves;
  private final ToDoubleFunction<AttemptResult> keeps;
  private double taken;
  private int open;
  private volatile @Nullable Throwable wrong;

  /// @param most how much may be taken at a time
  /// @param reserves how much an attempt takes when it begins
  /// @param keeps how much of that is not given back when it ends
  Ledger(double most, ToDoubleFunction<Call> reserves, ToDoubleFunction<AttemptResult> keeps) {
    this.most = most;
    this.reserves = reserves;
    this.keeps = keeps;
  }

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    return Optional.empty();
  }

  @Override
  public Permit enter(Call call, long now) {
    double reserved = reserves.applyAsDouble(call);
    taken += reserved;
    open++;
    if (taken > most) {
      note(new AssertionError("over-granted: " + taken + " of " + most));
    }
    return new Entry(reserved);
  }

  /// Does what a caller does; that throws for a bug only.
  <T> T watch(Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException bug) {
      note(bug);
      throw bug;
    }
  }

  /// @param held how many grants callers have and have not given back
  /// @param forgotten whether a call waits for what is there
  /// @throws AssertionError if anything happened that must not, or the accounts do not match
  void audit(int held, boolean forgotten) {
    if (wrong != null) {
      throw new AssertionError(wrong);
    }
    if (open != held) {
      throw new AssertionError(open + " attempts have entered and not ended, callers hold " + held);
    }
    if (forgotten) {
      throw new AssertionError("a call waits for what is there");
    }
  }

  /// The first is what the others come from.
  private void note(Throwable bug) {
    if (wrong == null) {
      wrong = bug;
    }
  }

  /// One attempt.
  private final class Entry implements Permit {
    private final double reserved;
    private boolean settled;

    Entry(double reserved) {
      this.reserved = reserved;
    }

    @Override
    public void settle(AttemptResult attempt) {
      if (settled) {
        note(new AssertionError("settled twice"));
      }
      settled = true;
      open--;
      taken -= reserved - keeps.applyAsDouble(attempt);
    }
  }
}
