package dev.sluice.cluster.lease;

import dev.sluice.call.Failed;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import dev.sluice.share.SharedHolds;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The holds that all nodes know, and what they tell of circuits and of quotas that are out of
/// reach. Each is told at once and kept in Redis until it ends, with the time that is left of it,
/// since clocks differ. What is missed on the way is read when a beat says that there is more.
/// Confined to the agenda, but for [#join].
final class SharedFacts implements SharedHolds {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST_UNTOLD = 256;

  /// How many published lines may wait for the agenda, and how long each may be. What is dropped is
  /// read with the next beat, if a node has told it.
  private static final int MOST_UNHEARD = 1_024;

  private static final int LONGEST_LINE = 1_024;
  private static final int MICRO = 1_000;
  private static final int SENT = 2;

  private final ShareMeans means;
  private final List<String> keys;
  private final String channel;
  private final Map<Long, List<WeakReference<Joined>>> gates = new ConcurrentHashMap<>();
  private final Map<String, Long> untold = new LinkedHashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private final AtomicInteger unheard = new AtomicInteger();
  private BiConsumer<CircuitLine, Duration> onCircuit = (_, _) -> {};
  private BiConsumer<ApartLine, Duration> onApart = (_, _) -> {};
  private long known = -1;
  private boolean reading;
  private volatile Optional<RedisReply.Refused> refused = Optional.empty();

  /// A gate that others' holds close. It is kept by what the gate tells its own by: admission knows
  /// the gate, too.
  ///
  /// @param model empty where names are passed on
  private record Joined(Optional<String> model, Listener gate, Consumer<Runnable> admission) {}

  SharedFacts(ShareMeans means, String prefix) {
    this.means = means;
    this.keys = List.of(prefix + ":facts", prefix + ":state");
    this.channel = prefix + ":told";
  }

  /// Calls `listener` with what other nodes tell of circuits, and for how long that is kept, which
  /// may be again and again. Before [#start].
  void onCircuit(BiConsumer<CircuitLine, Duration> listener) {
    onCircuit = listener;
  }

  /// Calls `listener` with the quotas that are out of reach of other nodes, and for how long that
  /// holds. Before [#start].
  void onApart(BiConsumer<ApartLine, Duration> listener) {
    onApart = listener;
  }

  void start() {
    means.link().onLine(channel, this::published);
  }

  /// Anybody may publish anything, and faster than it is read. Any thread.
  private void published(String line) {
    if (line.length() > LONGEST_LINE) {
      return;
    }
    if (unheard.incrementAndGet() <= MOST_UNHEARD) {
      means.agenda().run(() -> heard(line));
    } else {
      int _ = unheard.decrementAndGet();
    }
  }

  @Override
  public Publisher join(
      long account, Optional<String> model, Listener gate, Consumer<Runnable> admission) {
    Joined joined = new Joined(model, gate, admission);
    WeakLists.add(gates, account, joined);
    return (name, why, time) ->
        HoldLine.of(means.id(), account, joined.model().orElse(name), why)
            .ifPresent(line -> means.agenda().run(() -> tell(line.text(), time)));
  }

  /// Why Redis takes no facts, or publishes none. Any thread.
  Optional<RedisReply.Refused> refused() {
    return refused;
  }

  /// Tells all nodes what is of use for some seconds: not again where Redis does not answer. On the
  /// agenda.
  void hint(String line, Duration time) {
    hint(line, time, () -> {});
  }

  /// @param taken called once Redis has it
  void hint(String line, Duration time, Runnable taken) {
    send(line, time.toNanos(), taken);
  }

  private void tell(String line, Duration time) {
    Duration most = time.compareTo(LONGEST) < 0 ? time : LONGEST;
    if (untold.size() < MOST_UNTOLD) {
      untold.put(line, means.now() + most.toNanos());
    }
    send(line, most.toNanos(), () -> {});
  }

  private void send(String line, long rest, Runnable taken) {
    if (underWay.add(line)) {
      List<String> args = List.of("", channel, line, String.valueOf(rest / MICRO));
      Question.ask(means.question(), Script.FACT, keys, args, reply -> sent(line, reply, taken));
    }
  }

  private void sent(String line, RedisReply reply, Runnable taken) {
    underWay.remove(line);
    switch (reply) {
      case RedisReply.Values(List<String> values) when values.size() == SENT -> {
        told(line, values.getLast());
        taken.run();
      }
      case RedisReply.Values _ ->
          refused = Optional.of(new RedisReply.Refused("FULL", "more facts than Redis is to keep"));
      case RedisReply.Refused why -> forbidden(why);
      case RedisReply.Down _ -> {}
    }
  }

  private void told(String line, String failure) {
    untold.remove(line);
    refused = failure.isEmpty() ? Optional.empty() : Optional.of(RedisReply.Refused.of(failure));
  }

  /// Notes a refusal that concerns facts alone: any other makes the node alone.
  private void forbidden(RedisReply.Refused why) {
    if (why.code().equals("NOPERM")) {
      refused = Optional.of(why);
    }
  }

  /// Takes in the revision of a beat: reads what is missed, and tells what could not be told.
  void revision(long latest) {
    long now = means.now();
    for (Iterator<Map.Entry<String, Long>> all = untold.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Long> line = all.next();
      if (line.getValue() - now > 0) {
        send(line.getKey(), line.getValue() - now, () -> {});
      } else {
        all.remove();
      }
    }
    if (latest != known && !reading) {
      reading = true;
      Question.ask(means.question(), Script.FACTS, keys, List.of(""), this::read);
    }
  }

  private void read(RedisReply reply) {
    reading = false;
    if (reply instanceof RedisReply.Refused why) {
      forbidden(why);
    }
    if (!(reply instanceof RedisReply.Values(List<String> values)) || values.size() % 2 == 0) {
      return;
    }
    for (int i = 1; i < values.size(); i += 2) {
      hear(values.get(i), values.get(i + 1));
    }
    number(values.getFirst()).ifPresent(revision -> known = revision);
  }

  /// Takes in what is published.
  private void heard(String line) {
    int _ = unheard.decrementAndGet();
    String[] parts = line.split(" ", 3);
    if (parts.length == 3) {
      hear(parts[1], parts[2]);
      number(parts[0]).filter(revision -> revision == known + 1).ifPresent(next -> known = next);
    }
  }

  /// What Redis says is not believed before it is read: anything else than a hold of an account, a
  /// circuit or a quota that this process has is dropped.
  private void hear(String rest, String text) {
    number(rest)
        .filter(micros -> micros > 0)
        .map(SharedFacts::time)
        .ifPresent(time -> hear(time, text));
  }

  private void hear(Duration rest, String text) {
    String own = means.id();
    CircuitLine.parse(text)
        .filter(told -> !told.node().equals(own))
        .ifPresent(told -> onCircuit.accept(told, rest));
    HoldLine.parse(text)
        .filter(told -> !told.node().equals(own))
        .ifPresent(told -> apply(told, rest));
    ApartLine.parse(text)
        .filter(told -> !told.node().equals(own))
        .ifPresent(told -> onApart.accept(told, rest));
  }

  private static Duration time(long micros) {
    return Duration.ofNanos(Math.min(micros, LONGEST.toNanos() / MICRO) * MICRO);
  }

  private void apply(HoldLine line, Duration rest) {
    Optional<Failed> why = line.why(rest);
    for (Joined joined : WeakLists.of(gates, line.account())) {
      boolean its = joined.model().isEmpty() || joined.model().get().equals(line.model());
      if (its && why.isPresent()) {
        Listener gate = joined.gate();
        joined.admission().accept(() -> gate.held(line.model(), why.get(), rest, means.now()));
      }
    }
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException malformed) {
      return Optional.empty();
    }
  }
}
