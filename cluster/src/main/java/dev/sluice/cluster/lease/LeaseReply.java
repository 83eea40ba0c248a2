package dev.sluice.cluster.lease;

import java.util.ArrayList;
import java.util.List;

/// The answer of the script of leases.
///
/// @param granted whether the want is granted
/// @param pause when to ask again, in nanoseconds from now
/// @param waiting how many other nodes wait
/// @param day how many requests of the day are granted; negative where it is used up
record LeaseReply(boolean granted, long pause, int waiting, long day, List<Part> parts) {
  private static final int HEAD = 5;
  private static final int PART = 8;
  private static final long MOST_WAIT_US = 2_000_000;
  private static final int MICRO = 1_000;

  /// The part of one dimension.
  ///
  /// @param total what all nodes were granted in all
  /// @param revision of what is known of the limit; 0 where nothing is
  record Part(
      double grant,
      double minute,
      double burst,
      double total,
      long revision,
      double limit,
      double margin,
      double window) {

    /// What is said of a limit that is known makes sense, or nothing of the answer is believed.
    Part {
      if (revision > 0 && (limit <= 0 || margin < 0 || margin >= 1 || window <= 0)) {
        throw new IllegalArgumentException(
            "a limit of %s a minute, a margin of %s, a window of %s s"
                .formatted(limit, margin, window));
      }
    }

    private static Part of(List<String> values, int at) {
      return new Part(
          number(values.get(at)),
          number(values.get(at + 1)),
          number(values.get(at + 2)),
          number(values.get(at + 3)),
          (long) number(values.get(at + 4)),
          number(values.get(at + 5)),
          number(values.get(at + 6)),
          number(values.get(at + 7)));
    }
  }

  /// Reads an answer.
  ///
  /// @param dimensions how many were asked for
  /// @throws IllegalArgumentException if it is not of that form
  static LeaseReply of(List<String> values, int dimensions) {
    if (values.size() != HEAD + PART * dimensions) {
      throw new IllegalArgumentException("an answer of " + values.size() + " values");
    }
    var parts = new ArrayList<Part>(dimensions);
    for (int i = 0; i < dimensions; i++) {
      parts.add(Part.of(values, HEAD + PART * i));
    }
    return new LeaseReply(
        values.getFirst().equals("1"),
        MICRO * (long) Math.clamp(number(values.get(1)), 0, MOST_WAIT_US),
        (int) Math.clamp(number(values.get(3)), 0, Integer.MAX_VALUE),
        (long) Math.clamp(number(values.get(4)), -1, Integer.MAX_VALUE),
        parts);
  }

  private static double number(String text) {
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("an answer of `" + text + "`");
    }
    return value;
  }
}
