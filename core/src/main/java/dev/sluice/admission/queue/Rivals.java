package dev.sluice.admission.queue;

import dev.sluice.admission.queue.order.Sum;
import java.util.ArrayList;
import java.util.List;

/// What each tenant has in a lane, or what of it is critical, as a call finds it.
///
/// A forecast goes through all of them several times. So they are kept up to date all the time, and
/// where they are many, those that are most alike are counted as one: what a forecast costs does
/// not grow with them. Who is alike is found as in a k-d tree (Bentley, 1975): halves of halves, by
/// how much each has had, and by when it runs out of calls. Where some of those in one have had
/// more than they may, and others less, each is counted for itself.
final class Rivals {
  private final int halvings;
  private final int most;
  private final List<Rival> rivals = new ArrayList<>();
  private final List<Rival> groups = new ArrayList<>();
  private final Sum sum = new Sum();

  /// @param halvings how often they are halved, so that two to the power of that are told apart
  Rivals(int halvings) {
    this.halvings = halvings;
    this.most = 1 << halvings;
  }

  /// One who comes when there are many is alike to anybody, until that is found out.
  void add(Rival rival) {
    rivals.add(rival);
    if (groups.size() < most) {
      groups.add(new Rival());
    }
    rival.join(groups.getLast());
  }

  void remove(Rival rival) {
    rivals.remove(rival);
    rival.part();
  }

  /// Finds out anew who are alike.
  void group() {
    groups.clear();
    halve(rivals, 0);
  }

  private void halve(List<Rival> those, int depth) {
    if (depth == halvings || those.size() < 2) {
      var group = new Rival();
      those.forEach(rival -> rival.join(group));
      groups.add(group);
      return;
    }
    if (rivals.size() > most) {
      those.sort(depth % 2 == 0 ? Rival.BY_END : Rival.BY_SERVED);
    }
    int half = those.size() / 2;
    halve(those.subList(0, half), depth + 1);
    halve(those.subList(half, those.size()), depth + 1);
  }

  /// Adds to `into` what each but `own` has there within `seconds`.
  void all(Rival own, double seconds, Sum into) {
    for (int i = 0; i < groups.size(); i++) {
      groups.get(i).within(seconds, own, sum);
      into.add(sum, 1);
    }
  }

  /// Adds to `into` the same, but no more of each than it may have until it has been served as much
  /// as `until`.
  void upTo(Rival own, double until, double seconds, Sum into) {
    for (int i = 0; i < groups.size(); i++) {
      Rival group = groups.get(i);
      if (group.isSplitBy(until)) {
        each(group.members(), own, until, seconds, into);
      } else {
        upTo(group, own, until, seconds, into);
      }
    }
  }

  private void each(List<Rival> members, Rival own, double until, double seconds, Sum into) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i) != own) {
        upTo(members.get(i), own, until, seconds, into);
      }
    }
  }

  private void upTo(Rival of, Rival own, double until, double seconds, Sum into) {
    double may = of.upTo(until, own);
    if (may > 0) {
      of.within(seconds, own, sum);
      double has = sum.weighed();
      into.add(sum, has <= may ? 1 : may / has);
    }
  }
}
