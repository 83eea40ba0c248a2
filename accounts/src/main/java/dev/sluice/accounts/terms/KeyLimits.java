package dev.sluice.accounts.terms;

import dev.sluice.call.Call;
import dev.sluice.config.Condition;
import java.util.Optional;

/// Fixed limits of a key; 0 for none.
///
/// @param rpm calls a minute
/// @param tpm tokens a minute
/// @param concurrent calls at the same time
/// @param when which calls they hold for and count; empty: all. Keys of a store have none
public record KeyLimits(long rpm, long tpm, long concurrent, Optional<Condition> when) {
  public static final KeyLimits NONE = new KeyLimits(0, 0, 0);

  public KeyLimits {
    if (rpm < 0 || tpm < 0 || concurrent < 0) {
      throw new IllegalArgumentException("a limit is negative: it must be 0, for none, or more");
    }
  }

  /// Makes limits that hold for all calls.
  public KeyLimits(long rpm, long tpm, long concurrent) {
    this(rpm, tpm, concurrent, Optional.empty());
  }

  /// Whether there is none.
  public boolean isNone() {
    return rpm == 0 && tpm == 0 && concurrent == 0;
  }

  /// Whether they hold for a call. A condition without a value counts as holding. One on `has`, a
  /// header or a member of the request lets callers choose whether it has one that holds: claims,
  /// keys and teams do not.
  public boolean holdFor(Call call) {
    return when.isEmpty() || when.get().of(call) != Condition.Answer.FAILS;
  }

  @Override
  public String toString() {
    String numbers = "KeyLimits[rpm=%d, tpm=%d, concurrent=%d".formatted(rpm, tpm, concurrent);
    return numbers + when.map(condition -> ", when=" + condition.text()).orElse("") + "]";
  }
}
