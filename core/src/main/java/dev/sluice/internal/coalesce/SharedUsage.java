package dev.sluice.internal.coalesce;

import dev.sluice.call.Usage;
import dev.sluice.internal.item.Share;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// The usage of a shared call, divided among the members that are there at its end: each takes one
/// part, and the parts add up to the whole. A member that leaves before the end has no part, and
/// the last one to do so has all that was used until then.
///
/// One atomic value holds the members, the usage and whether the call has ended, so that a member
/// that leaves in the moment of the end is either there at it or not: no part is left over, and
/// none is taken twice. Safe for any thread, takes no lock.
final class SharedUsage {
  /// Other members pay for it.
  static final Usage NOTHING = new Usage(0, 0, 0, false);

  private final AtomicReference<Division> now =
      new AtomicReference<>(new Division(0, Usage.NONE, false, 0));

  /// @param members how many are there; how many were, once it has ended
  /// @param used until now
  /// @param taken how many parts
  private record Division(int members, Usage used, boolean ended, int taken) {
    Division joined() {
      return ended ? this : new Division(members + 1, used, false, 0);
    }

    Division left() {
      return ended ? took() : new Division(members - 1, used, false, 0);
    }

    Division uses(Usage usage) {
      return ended ? this : new Division(members, usage, false, 0);
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

  /// There is a member more. One that joins after the end has no part.
  void join() {
    change(Division::joined);
  }

  /// What the attempt that is under way has used.
  void uses(Usage usage) {
    change(division -> division.uses(usage));
  }

  /// No member owes what the attempt has used, which is told as lost.
  ///
  /// @return false where the last one has left before, and has settled it
  boolean disown() {
    return change(division -> division.uses(NOTHING)).members() > 0;
  }

  /// The call has ended.
  ///
  /// @param owed whether its members owe what it has used
  void end(boolean owed) {
    change(division -> division.ends(owed));
  }

  /// The part of a member that was there at the end; nothing where all are taken.
  Usage take() {
    return change(Division::took).part();
  }

  /// What a member owes that leaves before it has read the end: its part where the call has ended,
  /// else all of it where it is the last.
  Usage leave() {
    Division before = change(Division::left);
    if (before.ended()) {
      return before.part();
    }
    return before.members() == 1 ? before.used() : NOTHING;
  }
}
