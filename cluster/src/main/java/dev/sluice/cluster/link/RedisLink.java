package dev.sluice.cluster.link;

import dev.sluice.cluster.link.RedisClients.Questions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way to a Redis or Valkey, by Lettuce: one connection for questions and one for what is
/// published, on event loops of its own. They are dialled in the background. While there is none a
/// question is answered at once with why.
public final class RedisLink implements Link, AutoCloseable {
  private static final Duration END = Duration.ofSeconds(2);

  /// Refusals after which another server may be the right one.
  private static final Set<String> ELSEWHERE = Set.of("READONLY", "MASTERDOWN");

  private final RedisClients clients;
  private final Redial<Questions> questions;
  private final Redial<StatefulRedisPubSubConnection<String, String>> channel;
  private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
  private final AtomicLong connections = new AtomicLong();
  private final boolean spread;
  private volatile @Nullable RedisReply unheard;

  /// Begins to connect.
  public static RedisLink to(RedisAddress address) {
    RedisLink link = new RedisLink(address);
    link.questions.start();
    link.channel.start();
    return link;
  }

  private RedisLink(RedisAddress address) {
    clients = RedisClients.of(address);
    EventExecutor timer = clients.client().getResources().eventExecutorGroup().next();
    spread = address.place().form() == RedisAddress.Form.CLUSTER;
    questions =
        new Redial<>(
            clients.questions(), Questions::connection, _ -> connections.incrementAndGet(), timer);
    channel = new Redial<>(clients.channel(), made -> made, this::listen, timer);
    clients.client().addListener(new Ends());
  }

  /// Hears when connections end.
  private final class Ends implements RedisConnectionStateListener {
    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
      questions.ended(connection);
      channel.ended(connection);
    }
  }

  @Override
  public void ask(
      Script script, List<String> keys, List<String> args, Consumer<RedisReply> answer) {
    Questions on = questions.current();
    if (on == null) {
      answer.accept(questions.why());
      return;
    }
    var question =
        new Question(on, script, keys.toArray(String[]::new), args.toArray(String[]::new), answer);
    question.ask();
  }

  /// A question on its way.
  private final class Question {
    private final Questions on;
    private final Script script;
    private final String[] keys;
    private final String[] args;
    private final Consumer<RedisReply> answer;

    Question(
        Questions on, Script script, String[] keys, String[] args, Consumer<RedisReply> answer) {
      this.on = on;
      this.script = script;
      this.keys = keys;
      this.args = args;
      this.answer = answer;
    }

    void ask() {
      try {
        on.scripts()
            .evalsha(script.digest(), ScriptOutputType.MULTI, keys, args)
            .whenComplete((values, failure) -> answered(values, failure, true));
      } catch (RuntimeException refused) {
        answer.accept(Replies.of(refused));
      }
    }

    /// @param byDigest whether the server may not know the script
    private void answered(@Nullable Object values, @Nullable Throwable failure, boolean byDigest) {
      if (failure == null) {
        answer.accept(Replies.of(values));
        return;
      }
      RedisReply reply = Replies.of(failure);
      if (reply instanceof RedisReply.Refused refused) {
        if (byDigest && refused.code().equals("NOSCRIPT")) {
          whole();
          return;
        }
        if (ELSEWHERE.contains(refused.code())) {
          questions.renew(on, reply);
        }
      } else if (Replies.hangs(failure) && concernsAll()) {
        questions.renew(on, reply);
      }
      answer.accept(reply);
    }

    /// Whether no answer means that the connection is of no use: one of several servers that hangs
    /// takes nothing of the others away, unless it is the one that has the members.
    private boolean concernsAll() {
      return !spread || script == Script.BEAT;
    }

    private void whole() {
      try {
        on.scripts()
            .eval(script.text(), ScriptOutputType.MULTI, keys, args)
            .whenComplete((values, failure) -> answered(values, failure, false));
      } catch (RuntimeException refused) {
        answer.accept(Replies.of(refused));
      }
    }
  }

  @Override
  public void onLine(String name, Consumer<String> listener) {
    listeners.put(name, listener);
    channel.ifThere(on -> subscribe(on, name));
  }

  private void subscribe(StatefulRedisPubSubConnection<String, String> on, String name) {
    var _ =
        on.async()
            .subscribe(name)
            .whenComplete((_, failure) -> unheard = failure == null ? null : Replies.of(failure));
  }

  private void listen(StatefulRedisPubSubConnection<String, String> made) {
    made.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String name, String line) {
            Consumer<String> listener = listeners.get(name);
            if (listener != null) {
              listener.accept(line);
            }
          }
        });
    for (String name : listeners.keySet()) {
      subscribe(made, name);
    }
  }

  @Override
  public long connection() {
    return questions.current() == null ? 0 : connections.get();
  }

  @Override
  public boolean isSpread() {
    return spread;
  }

  @Override
  public Optional<RedisReply.Refused> unheard() {
    return unheard instanceof RedisReply.Refused refused ? Optional.of(refused) : Optional.empty();
  }

  @Override
  public void close() {
    questions.close();
    channel.close();
    clients.client().shutdown(0, END.toMillis(), TimeUnit.MILLISECONDS);
    var _ = clients.client().getResources().shutdown(0, END.toMillis(), TimeUnit.MILLISECONDS);
  }
}
