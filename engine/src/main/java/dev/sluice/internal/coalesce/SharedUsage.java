package dev.sluice.internal.coalesce;

import dev.sluice.call.Usage;
import dev.sluice.call.item.Share;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// The usage of a shared call, divided among the members that are there at its end: each takes one
/// part, and the parts add up to the whole. A member that leaves before the end has no part, and
/// the last one to do so has all that the attempt under way has used until then. Where that attempt
/// fails, it is told as lost instead, unless the last one has it already.
///
/// One atomic value holds the members, the usage and whether the call has ended, so that a member
/// that leaves in the moment of the end is either there at it or not: no part is left over, and
/// none is taken twice. Safe for any thread, takes no lock.
final class SharedUsage {
  /// The usage of a member that owes nothing: others pay, the usage is reported as lost, or no
  /// attempt has been sent.
  static final Usage NOTHING = new Usage(0, 0, 0, false);

  private final AtomicReference<Division> now =
      new AtomicReference<>(new Division(0, NOTHING, false, 0));

  /// @param members how many members there are; once the call has ended, how many there were
  /// @param used the usage of the attempt that is under way
  /// @param ended whether the call has ended
  /// @param taken how many parts are taken; before the end, 1 where the last member has left with
  ///   the whole
  private record Division(int members, Usage used, boolean ended, int taken) {
    Division joined() {
      return ended ? this : new Division(members + 1, used, false, taken);
    }

    Division left() {
      if (ended) {
        return took();
      }
      boolean takes = members == 1 && !used.equals(NOTHING);
      return new Division(members - 1, used, false, takes ? 1 : taken);
    }

    Division begins() {
      return ended ? this : new Division(members, NOTHING, false, 0);
    }

    Division sent() {
      return used.equals(NOTHING) ? uses(Usage.NONE) : this;
    }

    Division uses(Usage usage) {
      return ended ? this : new Division(members, usage, false, taken);
    }

    Division ends(boolean owed) {
      return new Division(members, owed ? used : NOTHING, true, 0);
    }

    Division took() {
      return new Division(members, used, true, taken + 1);
    }

    Usage part() {
      boolean due = taken < members && !used.equals(NOTHING);
      return due ? new Share(taken, 1, members).of(used) : NOTHING;
    }
  }

  private Division change(UnaryOperator<Division> by) {
    return now.getAndUpdate(by);
  }

  /// Adds a member. One that joins after the end has no part.
  void join() {
    change(Division::joined);
  }

  /// Notes that another attempt begins, or is to begin, so that there is nothing to owe yet.
  void begin() {
    change(Division::begins);
  }

  /// Notes that the attempt has been sent. How much it uses may never be told.
  void sent() {
    change(Division::sent);
  }

  /// Whether the attempt that is under way has written anything.
  boolean written() {
    return now.get().used().output() > 0;
  }

  /// Sets what the attempt that is under way has used.
  void uses(Usage usage) {
    change(division -> division.uses(usage));
  }

  /// Notes that no member owes what the attempt has used, since that is reported as lost.
  ///
  /// @return false where the last member has left and owes it
  boolean disown() {
    Division before = change(division -> division.uses(NOTHING));
    return before.ended() || before.taken() == 0;
  }

  /// Whether all members have left, and none of them owes what the attempt under way has used,
  /// since nobody is told of answers that are held while attempts race.
  boolean unclaimed() {
    Division at = now.get();
    return !at.ended() && at.members() == 0 && at.taken() == 0;
  }

  /// Ends the shared call.
  ///
  /// @param owed whether the members owe what the call has used
  void end(boolean owed) {
    change(division -> division.ends(owed));
  }

  /// Takes the part of a member that was there at the end; nothing where all parts are taken.
  Usage take() {
    return change(Division::took).part();
  }

  /// Returns what a member owes that leaves before it has read the end: its part where the call has
  /// ended; before that the whole, if it is the last member, else nothing.
  Usage leave() {
    Division before = change(Division::left);
    if (before.ended()) {
      return before.part();
    }
    return before.members() == 1 ? before.used() : NOTHING;
  }
}
