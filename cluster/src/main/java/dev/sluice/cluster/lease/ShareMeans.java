package dev.sluice.cluster.lease;

import dev.sluice.cluster.link.Agenda;
import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import java.time.Duration;

/// What all shares of a node have in common. Safe for any thread.
interface ShareMeans {
  /// The id of this node.
  String id();

  Link link();

  Agenda agenda();

  /// What is known of the cluster now.
  View view();

  /// Notes that a question was lost: the node is alone until a beat is answered, or what was asked
  /// of is until it answers, where that may be down by itself. On the agenda, or under admission's
  /// lock.
  void failed(RedisReply why);

  /// Notes that a question was lost that says nothing of others. Any thread.
  default void failedHere(RedisReply why) {}

  /// Notes that a question was answered in time. Any thread.
  default void answered() {}

  /// Whether what is asked of is out of reach by itself, while the node is not alone.
  default boolean isApart() {
    return false;
  }

  /// Whether nobody else was granted what this node has used by itself while what is asked of was
  /// out of reach last. Any thread.
  default boolean isHeldBack() {
    return false;
  }

  /// The weight of a tenant.
  int weight(String tenant);

  /// How long an answer is waited for.
  Duration patienceAs();

  /// What a question is asked with, over the connection there is now.
  default Question.Means question() {
    return question(link().connection());
  }

  /// What a question is asked with that is made for a connection.
  default Question.Means question(long connection) {
    return new Question.Means(link(), agenda(), connection, patienceAs());
  }

  /// Whether a question is the first one to what may be another Redis.
  ///
  /// @param before the connection of the last answer
  default boolean isFirst(long before, long connection) {
    return before != connection || link().isSpread();
  }

  default long patience() {
    return patienceAs().toNanos();
  }

  default long now() {
    return agenda().clock().nanos();
  }
}
