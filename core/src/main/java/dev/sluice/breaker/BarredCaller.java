package dev.sluice.breaker;

import dev.sluice.call.Call;
import org.jspecify.annotations.Nullable;

/// The caller whose probe failed in a way that may be its request's own fault: its calls wait for
/// the open time, while a second caller's probe tells whether the target is well. One at a time.
final class BarredCaller {
  private @Nullable Suspect suspect;
  private long until;
  private long untilForLast;

  /// Whether `other` may be barred: nobody is, or the same caller.
  boolean mayBe(Suspect other) {
    return suspect == null || suspect.isSameAs(other);
  }

  void bar(Suspect barred, long until, long untilForLast) {
    this.suspect = barred;
    this.until = until;
    this.untilForLast = untilForLast;
  }

  void clear() {
    suspect = null;
  }

  boolean is(Call call) {
    return suspect != null && suspect.isOf(call);
  }

  /// Whether `other` is barred, and its time is not over.
  boolean holds(Suspect other, long now) {
    return suspect != null && suspect.isSameAs(other) && now - until < 0;
  }

  /// When the caller may probe again.
  ///
  /// @param last whether there is no other target
  long until(boolean last) {
    return last ? untilForLast : until;
  }
}
