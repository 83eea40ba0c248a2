package dev.sluice.lab.nodes;

import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import dev.sluice.lab.load.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Redis on a machine of its own, and the network between it and the nodes. It runs one script
/// after another.
final class RedisHost {
  private static final long HOP = 100_000;
  private static final long LEASE = 40_000;
  private static final long OTHER = 15_000;
  private static final double START_MICROS = 1_800_000_000e6;
  private static final int MICRO = 1_000;

  /// The scripts that ask for what belongs to a quota.
  private static final Set<Script> OF_QUOTAS = Set.of(Script.LEASE, Script.SLOTS, Script.REACH);

  private final Timeline timeline;
  private final SplittableRandom random;
  private final Map<Script, Long> asked = new HashMap<>();
  private final Set<Integer> cut = new HashSet<>();
  private final Set<Integer> cutFromQuotas = new HashSet<>();
  private final List<Runnable> held = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private ModelRedis redis = new ModelRedis("run-0");
  private Way way = Way.OPEN;
  private String refusal = "";
  private long delay = HOP;
  private double loss;
  private long free;
  private long connection = 1;
  private long runs;
  private double wrong;
  private Way quotas = Way.OPEN;
  private boolean spread;

  /// How Redis is.
  private enum Way {
    OPEN,
    /// Nobody listens.
    GONE,
    /// It is stopped: what is asked is answered when it goes on.
    STOPPED,
    /// It answers with an error.
    REFUSING
  }

  private record Listener(int node, NodeProcess process, String channel, Consumer<String> told) {}

  RedisHost(Timeline timeline, long seed) {
    this.timeline = timeline;
    this.random = new SplittableRandom(seed);
  }

  /// Returns a node's way to it.
  Link link(int node, NodeProcess process) {
    return new Link() {
      @Override
      public void ask(
          Script script, List<String> keys, List<String> args, Consumer<RedisReply> answer) {
        asked.merge(script, 1L, Long::sum);
        var question = new Question(node, process, script, keys, args, answer);
        RedisHost.this.ask(question);
      }

      @Override
      public void onLine(String channel, Consumer<String> listener) {
        listeners.add(new Listener(node, process, channel, listener));
      }

      @Override
      public long connection() {
        return way == Way.GONE ? 0 : connection;
      }

      @Override
      public boolean isSpread() {
        return spread;
      }
    };
  }

  private record Question(
      int node,
      NodeProcess process,
      Script script,
      List<String> keys,
      List<String> args,
      Consumer<RedisReply> answer) {
    void tell(RedisReply reply, long after) {
      process.after(after, () -> answer.accept(reply));
    }
  }

  private void ask(Question question) {
    if (way == Way.GONE) {
      question.tell(new RedisReply.Down("connection refused"), 0);
    } else if (random.nextDouble() >= loss) {
      timeline.after(delay, () -> arrive(question));
    }
  }

  private void arrive(Question question) {
    boolean ofQuotas = OF_QUOTAS.contains(question.script());
    Way here = way == Way.OPEN && ofQuotas ? quotas : way;
    if (here == Way.GONE) {
      question.tell(new RedisReply.Down("connection refused"), delay);
    } else if (here == Way.STOPPED || isCut(question, ofQuotas)) {
      held.add(() -> arrive(question));
    } else if (here == Way.REFUSING) {
      question.tell(new RedisReply.Refused(refusal, refusal + " by the lab"), delay);
    } else {
      free = Math.max(free, timeline.now()) + (question.script() == Script.LEASE ? LEASE : OTHER);
      timeline.at(free, () -> answer(question));
    }
  }

  private boolean isCut(Question question, boolean ofQuotas) {
    return cut.contains(question.node()) || (ofQuotas && cutFromQuotas.contains(question.node()));
  }

  private void answer(Question question) {
    ModelRedis.Told told = redis.run(question.script(), question.keys(), question.args(), micros());
    if (!cut.contains(question.node())) {
      question.tell(new RedisReply.Values(told.values()), delay);
    }
    told.published().ifPresent(line -> publish(told.channel(), line));
  }

  private void publish(String channel, String line) {
    for (Listener listener : listeners) {
      if (listener.channel().equals(channel) && !cut.contains(listener.node())) {
        listener.process().after(delay, () -> listener.told().accept(line));
      }
    }
  }

  private double micros() {
    return START_MICROS + Math.floorDiv(timeline.now(), MICRO) + wrong;
  }

  /// How often a script was asked.
  long asked(Script script) {
    return asked.getOrDefault(script, 0L);
  }

  /// Stops listening.
  void go() {
    way = Way.GONE;
    held.clear();
  }

  /// Is there again, over new connections; with what it held.
  void come() {
    way = Way.OPEN;
    connection++;
  }

  /// Is another process from now on, with what it held at some time.
  void restart(ModelRedis from) {
    redis = from;
    come();
  }

  /// Returns a copy of what it holds, for another process.
  ModelRedis copy() {
    runs++;
    return redis.copy("run-" + runs);
  }

  void flush() {
    redis.flush();
  }

  void stop() {
    way = Way.STOPPED;
  }

  /// Is several servers from now on, of which the one with the quota may be down by itself.
  void spread() {
    spread = true;
  }

  /// Has the server with the quota refuse connections, while the others answer.
  void goWithQuotas() {
    quotas = Way.GONE;
  }

  /// Has the server with the quota stand still, while the others answer.
  void stopQuotas() {
    quotas = Way.STOPPED;
  }

  /// Has the server with the quota go on, and run what it was asked meanwhile.
  void goOnWithQuotas() {
    quotas = Way.OPEN;
    release();
  }

  /// Goes on, and runs what it was asked meanwhile.
  void goOn() {
    way = Way.OPEN;
    release();
  }

  private void release() {
    List<Runnable> late = List.copyOf(held);
    held.clear();
    late.forEach(Runnable::run);
  }

  /// Answers with an error.
  void refuse(String code) {
    way = Way.REFUSING;
    refusal = code;
  }

  /// Answers again.
  void accept() {
    way = Way.OPEN;
  }

  /// Sets how long a message is on its way, in nanoseconds.
  void delay(long nanos) {
    delay = nanos;
  }

  void usualDelay() {
    delay = HOP;
  }

  /// Sets which part of the questions is lost.
  void lose(double part) {
    loss = part;
  }

  /// Cuts the network to a node.
  void cut(int node) {
    cut.add(node);
  }

  /// Mends the network to a node: what was sent meanwhile arrives.
  void mend(int node) {
    cut.remove(node);
    release();
  }

  /// Cuts the network between a node and the server with the quota, of several servers.
  void cutFromQuotas(int node) {
    spread();
    cutFromQuotas.add(node);
  }

  /// Mends it: what was sent meanwhile arrives.
  void mendToQuotas(int node) {
    cutFromQuotas.remove(node);
    release();
  }

  /// Sets how wrong the clock is from now on, in seconds.
  void wrong(double seconds) {
    wrong = seconds * MICRO * MICRO;
  }
}
