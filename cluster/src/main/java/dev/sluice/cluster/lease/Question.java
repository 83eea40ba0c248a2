package dev.sluice.cluster.lease;

import dev.sluice.cluster.link.Agenda;
import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// One question to Redis, which is given up when its time has passed. Confined to the agenda.
final class Question {
  /// How late this process itself may be for that time to be over. When it was later, because it
  /// was paused, the answer may be there and not read yet.
  private static final Duration OVERSLEPT = Duration.ofMillis(5);

  private final Link link;
  private final Agenda agenda;
  private final long connection;
  private final Consumer<RedisReply> answer;
  private boolean ended;

  private Question(Link link, Agenda agenda, long connection, Consumer<RedisReply> answer) {
    this.link = link;
    this.agenda = agenda;
    this.connection = connection;
    this.answer = answer;
  }

  /// Asks a script. Any thread.
  ///
  /// @param answer called once, on the agenda
  static void ask(
      Means means,
      Script script,
      List<String> keys,
      List<String> args,
      Consumer<RedisReply> answer) {
    Link link = means.link();
    var question = new Question(link, means.agenda(), means.connection(), answer);
    means.agenda().run(() -> question.send(means.patience(), script, keys, args));
  }

  /// What questions are asked with.
  ///
  /// @param connection the number of the connection that a question is made for: the answer of
  ///   another one is not used
  /// @param patience how long an answer is waited for
  record Means(Link link, Agenda agenda, long connection, Duration patience) {}

  private void send(Duration patience, Script script, List<String> keys, List<String> args) {
    long due = agenda.clock().nanos() + patience.toNanos();
    agenda.after(patience, () -> timeIsUp(due));
    link.ask(script, keys, args, reply -> agenda.run(() -> end(reply)));
  }

  private void timeIsUp(long due) {
    if (!ended && agenda.clock().nanos() - due > OVERSLEPT.toNanos()) {
      agenda.after(OVERSLEPT, this::late);
    } else {
      late();
    }
  }

  private void late() {
    end(new RedisReply.Down("no answer in time"));
  }

  private void end(RedisReply reply) {
    if (!ended) {
      ended = true;
      boolean other = reply instanceof RedisReply.Values && link.connection() != connection;
      answer.accept(other ? new RedisReply.Down("another connection has answered") : reply);
    }
  }
}
