package dev.sluice.internal.choice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rendezvous hashing with bounded load: each conversation has an order of the options of its own,
/// by which it goes to the first that is open and not ahead of the others. A conversation that went
/// elsewhere stays there until it was idle for five minutes, since its prompt is cached there now;
/// all others stay where they are.
///
/// ```text
/// order = options by -weight / ln(hash(conversation, option)), the largest first
/// ahead : calls + 1 > 1.2 * share * (all calls + 1) + 2 * sqrt(share * (all calls + 1))
/// ```
///
/// Calls are decaying counts with a time constant of five minutes. The root is what chance alone
/// makes of a fair share: without it, conversations would move at random while there are few calls.
///
/// Source: "Using name-based mappings to increase hit rates" (Thaler and Ravishankar, 1998);
/// "Consistent Hashing with Bounded Loads" (Mirrokni, Thorup and Zadimoghaddam, 2016), on calls of
/// late instead of calls under way, since a fair share of prompts is what is wanted.
///
/// Limitations: where one conversation alone is more than a fair share, it moves whenever its
/// option is ahead. What moved is remembered by this process alone, for 16,384 conversations.
final class Placements {
  private static final long IDLE = Duration.ofMinutes(5).toNanos();
  private static final int MOST = 16_384;
  private static final double BOUND = 1.2;
  private static final double DEVIATIONS = 2;
  private static final double MEMORY = Duration.ofMinutes(5).toNanos();

  /// The conversations that are not at the first of their order; those used longest ago go first.
  private final Map<Long, Placement> moved =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Placement> eldest) {
          return size() > MOST;
        }
      };

  private record Placement(Option at, long used) {}

  /// Returns all of `options` in the order in which a call of `conversation` asks them.
  List<Option> order(long conversation, List<Option> options, long now) {
    var wanted = new ArrayList<Option>(options);
    wanted.sort(Comparator.comparingDouble(option -> -option.score(conversation)));
    Option stays = movedTo(conversation, now);
    if (stays != null && wanted.remove(stays)) {
      wanted.addFirst(stays);
    }
    var order = new ArrayList<Option>(wanted.size());
    var ahead = new ArrayList<Option>();
    for (Option option : wanted) {
      (isAhead(option, options, now) ? ahead : order).add(option);
    }
    order.addAll(ahead);
    return order;
  }

  private @Nullable Option movedTo(long conversation, long now) {
    Placement placement = moved.get(conversation);
    return placement == null || now - placement.used() > IDLE ? null : placement.at();
  }

  private static boolean isAhead(Option option, List<Option> options, long now) {
    double calls = 1;
    double weight = 0;
    for (Option other : options) {
      calls += other.calls(now, MEMORY);
      weight += other.weight();
    }
    double fair = calls * option.weight() / weight;
    return option.calls(now, MEMORY) + 1 > BOUND * fair + DEVIATIONS * Math.sqrt(fair);
  }

  /// Counts a call that goes to `to`.
  void granted(Option to, long now) {
    to.count(now, MEMORY);
  }

  /// Remembers where a call of `conversation` goes, if that is not the first option of its order.
  ///
  /// @param options the options of the rank of `at`
  void placed(long conversation, Option at, List<Option> options, long now) {
    Option first = at;
    for (Option option : options) {
      first = option.score(conversation) > first.score(conversation) ? option : first;
    }
    if (first == at) {
      moved.remove(conversation);
    } else {
      moved.put(conversation, new Placement(at, now));
    }
  }

  /// Returns how many conversations are not at the first option of their order.
  int moved() {
    return moved.size();
  }
}
