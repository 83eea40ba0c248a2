package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import org.jspecify.annotations.Nullable;

/// The caller whose probe failed in a way that may be its request's own fault: its calls wait for
/// the open time, while a second caller's probe shows whether the target is well. The caller that a
/// circuit is open to alone, one at a time.
final class BarredCaller {
  private @Nullable Suspect suspect;
  private long until;
  private long untilForLast;

  /// Whether `other` may be barred: no caller is, or the same one.
  public boolean mayBe(Suspect other) {
    return suspect == null || suspect.isSameAs(other);
  }

  public void bar(Suspect barred, long until, long untilForLast) {
    this.suspect = barred;
    this.until = until;
    this.untilForLast = untilForLast;
  }

  public void clear() {
    suspect = null;
  }

  public boolean is(Call call) {
    return suspect != null && suspect.isOf(call);
  }

  /// Whether `other` is barred, and its time is not over.
  public boolean holds(Suspect other, long now) {
    return suspect != null && suspect.isSameAs(other) && now - until < 0;
  }

  /// Returns when the caller may probe again, on [dev.sluice.call.runtime.Clock#nanos].
  ///
  /// @param last whether the caller's route has no other target
  public long until(boolean last) {
    return last ? untilForLast : until;
  }
}
