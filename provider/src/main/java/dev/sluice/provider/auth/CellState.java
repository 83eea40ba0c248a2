package dev.sluice.provider.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The state of a cell: what it holds, and the fetch that is under way. Immutable; each method is a
/// transition that takes the time as an argument.
///
/// ```text
///   nothing ──fetch──> fresh ──5 min before the end──> due: used, and fetched in the background
///                        ^                              │ 10 s before the end
///                        └───────── fetched ────────────┤ over: calls wait for the fetch
///                                                       │ the fetch fails
///                                                       └─> used until it really ends
/// ```
///
/// @param held the credential; null before the first
/// @param flight the fetch that is under way; null for none
/// @param failures how many fetches have failed since the last good one
/// @param failure why the last one failed; null after a good one
/// @param retryAt when a fetch may follow a failed one
/// @param forcedAt when a fetch was last forced; null for never
record CellState<C>(
    @Nullable Held<C> held,
    @Nullable CompletableFuture<C> flight,
    int failures,
    @Nullable CredentialException failure,
    long retryAt,
    @Nullable Long forcedAt) {
  private static final long LONGEST_LIFE = Duration.ofDays(3650).toNanos();

  /// A credential in use; instants are on the monotonic clock.
  ///
  /// @param due from when on it is fetched anew
  /// @param over from when on calls wait for another one
  /// @param ends from when on it is refused
  /// @param doubted whether a provider has refused it, and a fetch is under way for that
  record Held<C>(C credential, long due, long over, long ends, boolean doubted) {}

  static <C> CellState<C> empty() {
    return new CellState<>(null, null, 0, null, 0, null);
  }

  /// Returns the credential that a call uses at once; null where it has to wait.
  @Nullable C usable(long now) {
    return held != null && !held.doubted && now - held.over < 0 ? held.credential : null;
  }

  /// Returns the credential that is used where no other can be had; null where it is refused.
  @Nullable C lastResort(long now) {
    return held != null && now - held.ends < 0 ? held.credential : null;
  }

  /// Whether a fetch is to begin by itself.
  boolean isDue(long now) {
    return flight == null && mayFetch(now) && (held == null || now - held.due >= 0);
  }

  /// Whether no failed fetch has to be waited for.
  boolean mayFetch(long now) {
    return failures == 0 || now - retryAt >= 0;
  }

  /// Whether a fetch may be forced.
  boolean mayForce(long now) {
    return forcedAt == null || now - forcedAt >= RefreshTimes.FORCED;
  }

  CellState<C> fetching(CompletableFuture<C> begun) {
    return new CellState<>(held, begun, failures, failure, retryAt, forcedAt);
  }

  /// The state in which what is held is in doubt and a fetch is forced.
  CellState<C> forced(CompletableFuture<C> begun, long now) {
    return new CellState<>(doubted(true), begun, failures, failure, retryAt, now);
  }

  /// The state after a good fetch.
  ///
  /// @param issuedAt the instant, by the clock that the end was told by
  CellState<C> fetched(Issued<C> issued, Instant issuedAt, long now) {
    long life = life(issued, issuedAt);
    long ends = now + life;
    var next =
        new Held<>(
            issued.credential(),
            ends - RefreshTimes.early(life),
            ends - RefreshTimes.spare(life),
            ends,
            false);
    return new CellState<>(next, null, 0, null, 0, forcedAt);
  }

  /// The state after a failed fetch. What was in doubt is used again, since nothing better is
  /// there.
  CellState<C> failed(CredentialException why, long now) {
    int failed = failures + 1;
    long next = now + RefreshTimes.pause(failed);
    return new CellState<>(doubted(false), null, failed, why, next, forcedAt);
  }

  private @Nullable Held<C> doubted(boolean is) {
    return held == null ? null : new Held<>(held.credential, held.due, held.over, held.ends, is);
  }

  private static long life(Issued<?> issued, Instant at) {
    Instant latest = at.plusNanos(LONGEST_LIFE);
    Instant ends = issued.ends().isBefore(latest) ? issued.ends() : latest;
    return Math.max(0, Duration.between(at, ends).toNanos());
  }
}
