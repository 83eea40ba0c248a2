package dev.sluice.internal.batch;

import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.item.BufferingSink;
import dev.sluice.call.runtime.Reservation;
import java.time.Duration;
import java.util.List;

/// Takes in the answer to a shared call; its attempts are its members' too.
final class Collector extends BufferingSink {
  private final List<BatchedCall> members;

  /// Whether the attempt that is under way has reached its target. Written on the loop.
  private volatile boolean sent;

  /// @param items how many items are asked for
  Collector(Reservation reservation, List<BatchedCall> members, int items) {
    super(reservation, items);
    this.members = members;
  }

  @Override
  public void attach(AttemptHandle attempt) {
    sent = false;
    super.attach(attempt);
    members.forEach(member -> member.attach(attempt));
  }

  @Override
  public void progress(Progress progress) {
    if (progress != Progress.CONNECTED) {
      sent = true;
    }
    super.progress(progress);
  }

  /// Whether the last attempt has reached its target. Safe for any thread.
  boolean sent() {
    return sent;
  }

  @Override
  public void queued(Duration waited) {
    members.forEach(member -> member.queued(waited));
  }

  @Override
  public void comeBack(Duration wait) {
    members.forEach(member -> member.comeBack(wait));
  }
}
