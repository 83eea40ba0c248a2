package dev.sluice.internal.admission.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Indexed binary heap: the first of its members while their order changes. Each member knows its
/// index. To put in, to take out and to move are logarithmic in how many there are.
final class IndexedHeap<E extends IndexedHeap.Member> {
  private final Comparator<? super E> order;
  private final List<E> members = new ArrayList<>();

  /// A member of at most one heap at a time.
  public abstract static class Member {
    private int at = -1;
  }

  /// @param order the least is first; the order of a member changes only together with [#put]
  public IndexedHeap(Comparator<? super E> order) {
    this.order = order;
  }

  /// Returns the first member; null when the heap is empty.
  public @Nullable E first() {
    return members.isEmpty() ? null : members.getFirst();
  }

  /// Puts a member in, or moves one that is in to where its order is now.
  public void put(E member) {
    if (at(member) < 0) {
      members.add(member);
      set(members.size() - 1, member);
    }
    rise(member);
    sink(member);
  }

  /// Takes a member out, if it is in.
  public void remove(E member) {
    int gap = at(member);
    if (gap < 0) {
      return;
    }
    E last = members.removeLast();
    ((Member) member).at = -1;
    if (gap < members.size()) {
      set(gap, last);
      rise(last);
      sink(last);
    }
  }

  private void rise(E member) {
    int at = at(member);
    while (at > 0) {
      E above = members.get((at - 1) / 2);
      if (order.compare(member, above) >= 0) {
        break;
      }
      set(at, above);
      at = (at - 1) / 2;
    }
    set(at, member);
  }

  private void sink(E member) {
    int at = at(member);
    for (int below = below(at); below < members.size(); below = below(at)) {
      E least = members.get(below);
      if (order.compare(member, least) <= 0) {
        break;
      }
      set(at, least);
      at = below;
    }
    set(at, member);
  }

  /// Returns the index of the lesser of the two members below `at`.
  private int below(int at) {
    int left = 2 * at + 1;
    int right = left + 1;
    boolean isRight =
        right < members.size() && order.compare(members.get(right), members.get(left)) < 0;
    return isRight ? right : left;
  }

  private void set(int at, E member) {
    members.set(at, member);
    ((Member) member).at = at;
  }

  private static int at(Member member) {
    return member.at;
  }
}
