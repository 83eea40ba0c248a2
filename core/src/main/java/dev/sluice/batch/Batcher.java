package dev.sluice.batch;

import dev.sluice.batch.Group.Reason;
import dev.sluice.call.Running;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Which calls go together, and when. A state machine: it takes `now`, neither waits nor calls
/// anybody, and knows of threads only that they may be many.
///
/// Whoever uses a lane, a call that goes alone or a group that has closed, has it until [#ended] or
/// [#finish]. A lane that nobody uses is forgotten.
final class Batcher {
  /// How much of what a call usually takes is kept from one to the next.
  private static final double KEPT = 0.9;

  /// A call has time to wait for others if it has so many times what a shared call usually takes.
  private static final double SLACK = 2;

  private final BatchConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Lane> lanes = new HashMap<>();

  /// How long a shared call usually takes; zero until one has ended. What a call takes that goes
  /// alone depends on how fast its client reads, too.
  private double usual;

  Batcher(BatchConfig config) {
    this.config = config;
  }

  /// A call comes.
  Place enter(Key key, Member member, long now) {
    return locked(() -> entered(lanes.computeIfAbsent(key, Lane::new), member, now));
  }

  private Place entered(Lane lane, Member member, long now) {
    boolean idle = lane.isIdle();
    if (idle || !canWait(member, now)) {
      lane.busy++;
      return new Place.AtOnce(lane, !idle);
    }
    Group open = lane.open;
    if (open != null && !open.fits(member, config.maxItems())) {
      close(open, Reason.FULL, now);
      open = null;
    }
    boolean opens = open == null;
    Group group = open == null ? new Group(lane, false, now) : open;
    lane.open = group;
    group.add(member);
    if (group.isFull(config.maxItems())) {
      close(group, Reason.FULL, now);
    }
    return new Place.Together(group, opens);
  }

  private boolean canWait(Member member, long now) {
    double needed = config.maxWait().toNanos() + SLACK * usual;
    return member.call().deadline().nanos() - now >= needed;
  }

  /// A group has waited long enough, or has been closed already.
  ///
  /// @return those who are still there
  List<Member> close(Group group, long now) {
    return locked(
        () -> {
          close(group, Reason.WAIT, now);
          return group.members();
        });
  }

  private void close(Group group, Reason reason, long now) {
    if (group.reason == null) {
      Lane lane = group.lane();
      group.reason = reason;
      group.until = now;
      lane.open = lane.open == group ? null : lane.open;
      lane.busy++;
      group.closed.countDown();
    }
  }

  /// The shared call of `group` runs.
  ///
  /// @return whether nobody waits for it any more
  boolean launched(Group group, Running running) {
    return locked(
        () -> {
          group.running = running;
          return group.isEmpty();
        });
  }

  /// A call waits no more, whether it was told something or not.
  ///
  /// @return the shared call that nobody waits for any more
  Optional<Running> leave(Member member) {
    return locked(
        () -> {
          Group group = member.group;
          if (group == null) {
            return Optional.empty();
          }
          group.remove(member);
          if (group.isEmpty()) {
            drop(group);
          }
          return group.isEmpty() ? Optional.ofNullable(group.running) : Optional.empty();
        });
  }

  /// Some of a group, which has closed, are about to be told what became of them.
  ///
  /// @return those of them that are still there; they are no more members
  List<Member> release(Group group, List<Member> some) {
    return locked(
        () -> {
          List<Member> there = some.stream().filter(member -> member.group == group).toList();
          there.forEach(group::remove);
          return there;
        });
  }

  /// One of a group, which has closed, goes alone, if it is still there.
  void alone(Group group, Member member) {
    change(
        () -> {
          if (member.group == group) {
            group.remove(member);
            if (member.tell(new Verdict.Alone(group.lane()))) {
              group.lane().busy++;
            }
          }
        });
  }

  /// Some of a group, which has closed, are to be sent as one of their own.
  Group part(Group group, List<Member> some, boolean again, long now) {
    return locked(
        () -> {
          var part = new Group(group.lane(), again, now);
          List<Member> there = some.stream().filter(member -> member.group == group).toList();
          there.forEach(group::remove);
          there.forEach(part::add);
          close(part, Reason.PART, now);
          return part;
        });
  }

  /// A group is done.
  ///
  /// @return those who have not been told anything; they are no more members
  List<Member> finish(Group group, long now) {
    return locked(
        () -> {
          List<Member> left = new ArrayList<>(group.members());
          left.forEach(group::remove);
          if (group.reason == null) {
            drop(group);
          } else {
            free(group.lane(), now);
          }
          return left;
        });
  }

  /// A call that went alone has ended.
  void ended(Lane lane, long now) {
    change(() -> free(lane, now));
  }

  /// A shared call was answered.
  ///
  /// @param nanos how long it took
  void took(long nanos) {
    change(
        () -> {
          usual = usual == 0 ? nanos : KEPT * usual + (1 - KEPT) * nanos;
        });
  }

  /// How many lanes are in use.
  int lanes() {
    return locked(lanes::size);
  }

  /// Nobody joins the group any more.
  private void drop(Group group) {
    Lane lane = group.lane();
    if (lane.open == group) {
      lane.open = null;
      forgetIfIdle(lane);
    }
  }

  private void free(Lane lane, long now) {
    lane.busy--;
    Group open = lane.open;
    if (lane.busy == 0 && open != null) {
      close(open, Reason.FREE, now);
    }
    forgetIfIdle(lane);
  }

  private void forgetIfIdle(Lane lane) {
    if (lane.isIdle()) {
      lanes.remove(lane.key(), lane);
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> change) {
    lock.lock();
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }
}
