package dev.sluice.batch;

import dev.sluice.call.Feed;
import dev.sluice.call.Reservation;
import dev.sluice.call.item.Intake;
import java.time.Duration;
import java.util.List;

/// Takes in the answer to a shared call; its attempts are its members' too.
final class Collector extends Intake {
  private final List<Member> members;

  /// @param items how many are asked for
  Collector(Reservation memory, List<Member> members, int items) {
    super(memory, items);
    this.members = members;
  }

  @Override
  public void attach(Feed feed) {
    super.attach(feed);
    members.forEach(member -> member.attach(feed));
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
