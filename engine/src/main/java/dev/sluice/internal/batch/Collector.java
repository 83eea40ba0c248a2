package dev.sluice.internal.batch;

import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.item.BufferingSink;
import dev.sluice.call.runtime.Reservation;
import java.util.List;

/// Takes in the answer to a shared call; its attempts are its members' too.
final class Collector extends BufferingSink {
  private final List<BatchedCall> members;

  /// @param items how many items are asked for
  Collector(Reservation reservation, List<BatchedCall> members, int items) {
    super(reservation, items);
    this.members = members;
  }

  @Override
  public void attach(AttemptInfo attempt) {
    super.attach(attempt);
    members.forEach(member -> member.attach(attempt));
  }

  /// Passes on what concerns the members too.
  @Override
  public void signal(Signal signal) {
    switch (signal) {
      case Signal.Queued _, Signal.ComeBack _ -> members.forEach(member -> member.signal(signal));
      case Signal.Alive(), Signal.Whole() -> {}
    }
  }
}
