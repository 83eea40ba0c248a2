package dev.sluice.accounts;

import dev.sluice.call.text.Plural;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/// The people who were put into a group, and taken out of it, by their ids. Immutable.
///
/// @param count how many members the group has then
record MemberChange(List<String> added, List<String> removed, int count) {
  /// How many people are named in the audit log.
  private static final int MOST_TOLD = 100;

  static MemberChange of(List<String> before, List<String> after) {
    return new MemberChange(without(after, before), without(before, after), after.size());
  }

  private static List<String> without(List<String> all, List<String> some) {
    var left = new LinkedHashSet<>(all);
    some.forEach(left::remove);
    return List.copyOf(left);
  }

  /// The change for the audit log: `3 members: +ID +ID -ID`.
  String told() {
    String members = Plural.of(count, "member");
    List<String> told =
        Stream.concat(removed.stream().map(id -> " -" + id), added.stream().map(id -> " +" + id))
            .limit(MOST_TOLD)
            .toList();
    int more = added.size() + removed.size() - told.size();
    String all = told.isEmpty() ? members : members + ":" + String.join("", told);
    return more == 0
        ? all
        : all + " and %d others (+%d -%d in all)".formatted(more, added.size(), removed.size());
  }
}
