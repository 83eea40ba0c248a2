package dev.sluice.cluster.lease;

import java.util.List;

/// What a node has at hand of the requests of a day. While the node is alone it becomes a debt,
/// which is told with the next question. Under admission's lock.
final class DayPurse {
  /// Which part of a day's limit all nodes may have at hand.
  private static final double PART = 0.01;

  private long level;
  private long told;

  /// The most that the last question has asked for.
  private long asked;

  private boolean wanted;
  private boolean spent;

  void take() {
    level--;
  }

  /// Whether a request may go now. If not, one is wanted.
  boolean holds() {
    wanted |= level < 1;
    return level >= 1;
  }

  /// Whether a question should ask for requests of the day.
  boolean isWanted() {
    return wanted;
  }

  /// Whether nothing was left by the last answer.
  boolean isSpent() {
    return spent;
  }

  /// Whether there is anything to give back.
  boolean isLeft() {
    return level > 0;
  }

  /// Adds the day's part of a question: the limit, the need, the room, what is given back.
  ///
  /// @param limit [Long#MAX_VALUE] for none
  /// @param closed whether all is given back
  void addTo(List<String> args, long limit, int nodes, boolean closed) {
    if (limit == Long.MAX_VALUE) {
      args.addAll(List.of("0", "0", "0", "0"));
      return;
    }
    long size = closed ? 0 : (long) (limit * PART / nodes);
    told = level < 0 ? level : Math.max(0, level - size);
    level -= told;
    long need = wanted && !closed && level < 1 ? 1 : 0;
    long room = Math.max(0, size - level - need);
    asked = need + room;
    args.add(String.valueOf(limit));
    args.add(String.valueOf(need));
    args.add(String.valueOf(room));
    args.add(String.valueOf(told));
  }

  /// Notes that the last question was lost.
  void lost() {
    level += Math.min(0, told);
    told = 0;
    wanted = false;
  }

  /// Takes in an answer.
  ///
  /// @param granted negative where the day is used up
  void granted(long granted) {
    told = 0;
    wanted = false;
    spent = granted < 0;
    level += Math.clamp(granted, 0, asked);
  }
}
