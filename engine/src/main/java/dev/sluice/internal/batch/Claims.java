package dev.sluice.internal.batch;

import dev.sluice.call.Call;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import java.util.Comparator;
import java.util.List;

/// The scheduling hints of a shared call on behalf of its members.
final class Claims {
  private Claims() {}

  /// Returns the call that asks for all members' inputs: it may take as long as any member may, and
  /// is a repeat only if all members are.
  static Call merge(Call own, List<BatchedCall> members, RequestFacts facts, Body body) {
    int repeats =
        members.stream().mapToInt(member -> member.call().hints().clientRetries()).min().orElse(0);
    SchedulingHints hints =
        new SchedulingHints(own.hints().band(), own.hints().tenant(), repeats)
            .within(own.hints().subtenant())
            .by(caller(members));
    return own.with(own.id(), facts, body, latest(members), hints);
  }

  /// Returns the members' caller, if all of them have the same.
  private static String caller(List<BatchedCall> members) {
    String first = members.getFirst().call().hints().caller();
    return members.stream().allMatch(member -> member.call().hints().caller().equals(first))
        ? first
        : SchedulingHints.NOBODY;
  }

  private static Deadline latest(List<BatchedCall> members) {
    return members.stream()
        .map(member -> member.call().deadline())
        .max(Comparator.comparingLong(Deadline::nanos))
        .orElseThrow();
  }
}
