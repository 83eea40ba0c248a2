package dev.sluice.cluster.link;

import java.util.List;

/// The answer to a question.
public sealed interface RedisReply {

  /// The answer of a script.
  record Values(List<String> values) implements RedisReply {
    public Values {
      values = List.copyOf(values);
    }
  }

  /// The refusal of Redis.
  ///
  /// @param code the first word of its message, such as `READONLY`, `OOM`, `WRONGTYPE` or `NOAUTH`
  record Refused(String code, String message) implements RedisReply {

    /// Reads what Redis has said; it is cut.
    public static Refused of(String message) {
      return Replies.refused(message);
    }
  }

  /// There is no connection, or it broke.
  record Down(String why) implements RedisReply {}
}
