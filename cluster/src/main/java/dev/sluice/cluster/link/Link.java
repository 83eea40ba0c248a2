package dev.sluice.cluster.link;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The way to Redis. No method blocks. Safe for any thread.
public interface Link {

  /// Asks a script once.
  ///
  /// @param keys all of one slot
  /// @param args the first is empty: the time is Redis' own
  /// @param answer called once, on any thread, however late: the asker has a timer of its own
  void ask(Script script, List<String> keys, List<String> args, Consumer<RedisReply> answer);

  /// Calls `listener` with each line that is published from now on, on any thread. What is
  /// published while there is no connection is lost.
  void onLine(String channel, Consumer<String> listener);

  /// Returns the number of the connection, which grows with each one; 0 while there is none.
  /// Another number may mean another Redis.
  long connection();

  /// Whether another Redis may answer although the number stays: questions go to several servers,
  /// each of which may be replaced.
  default boolean isSpread() {
    return false;
  }

  /// Returns why nothing that is published is heard, if Redis refuses that.
  default Optional<RedisReply.Refused> unheard() {
    return Optional.empty();
  }
}
