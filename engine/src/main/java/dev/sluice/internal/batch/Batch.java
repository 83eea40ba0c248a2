package dev.sluice.internal.batch;

import dev.sluice.call.pipeline.CallHandle;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A group of calls that go upstream as one. Guarded by the [Batcher], except for final fields.
final class Batch {
  /// The most tokens of a batch: no provider takes more in one call.
  static final long TOKENS_MAX = 300_000;

  /// The most bytes of a batch: more take longer to send than they save.
  static final long BYTES_MAX = 1024 * 1024;

  /// The reason why a batch takes no more calls.
  enum Reason {
    /// The key has nothing under way.
    FREE,
    /// The batch has no room for more.
    FULL,
    /// The first call has waited for long enough.
    WAIT,
    /// The batch is a part of another one.
    PART
  }

  /// Opens when the batch takes no more calls.
  final CountDownLatch closed = new CountDownLatch(1);

  private final BatchKeyState state;
  private final boolean again;
  private final long opened;
  private final Set<BatchedCall> members = new LinkedHashSet<>();

  private int items;
  private long tokens;
  private long bytes;

  @Nullable Reason reason;
  long until;

  /// The shared call; null until it has been launched.
  @Nullable CallHandle running;

  /// @param again whether the members are asked for a second time, since an answer had nothing for
  ///   them
  Batch(BatchKeyState state, boolean again, long now) {
    this.state = state;
    this.again = again;
    this.opened = now;
  }

  BatchKeyState state() {
    return state;
  }

  boolean again() {
    return again;
  }

  /// How long its first call has waited. Calls look at the clock before they come to the batcher,
  /// in no order, so that the one that fills a batch may have looked before the one that opened it.
  Duration waited() {
    return Duration.ofNanos(Math.max(0, until - opened));
  }

  boolean fits(BatchedCall member, int maxItems) {
    return items + member.items().items().size() <= maxItems
        && tokens + member.items().tokens() <= TOKENS_MAX
        && bytes + member.items().bytes() <= BYTES_MAX;
  }

  void add(BatchedCall member) {
    members.add(member);
    items += member.items().items().size();
    tokens += member.items().tokens();
    bytes += member.items().bytes();
  }

  void remove(BatchedCall member) {
    members.remove(member);
    items -= member.items().items().size();
    tokens -= member.items().tokens();
    bytes -= member.items().bytes();
  }

  boolean isFull(int maxItems) {
    return items >= maxItems;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  List<BatchedCall> members() {
    return List.copyOf(members);
  }
}
