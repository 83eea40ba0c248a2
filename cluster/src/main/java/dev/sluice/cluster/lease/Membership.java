package dev.sluice.cluster.lease;

import dev.sluice.cluster.link.Agenda;
import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The membership of this node: says again and again that it is alive, and learns how many others
/// are. A beat that is not answered in time makes the node alone; one that is makes it a member
/// again. Confined to the agenda, but for [#view] and [#lost].
final class Membership {
  private static final int VALUES = 6;
  private static final double NANOS = 1e9;

  /// More nodes than that are not believed: a beat would be hours away.
  private static final int MOST_NODES = 10_000;

  private static final int MICROS = 1_000;

  /// How many beats a node of many takes for each of them.
  private static final long NANOS_A_NODE = 1_000_000;

  /// How many beats others take to count a node that has joined.
  private static final int NOTED = 2;

  /// By which part of a beat a node may be early, at random: nodes that start together do not stay
  /// together.
  private static final double EARLY = 0.2;

  private final ClusterTerms terms;
  private final Link link;
  private final Agenda agenda;
  private final Consumer<RedisReply> failures;
  private final List<String> keys;
  private final SplittableRandom random;
  private volatile View view;
  private long answered;
  private boolean everAnswered;
  private int beats;
  private boolean left;
  private LongConsumer onFacts = _ -> {};
  private volatile long skew;
  private volatile boolean twin;
  private volatile RedisReply why = new RedisReply.Down("not asked yet");

  /// @param failures told of each failure
  Membership(
      ClusterTerms terms, Link link, Agenda agenda, String prefix, Consumer<RedisReply> failures) {
    this.terms = terms;
    this.link = link;
    this.agenda = agenda;
    this.failures = failures;
    this.keys = List.of(prefix + ":members", prefix + ":info", prefix + ":state");
    this.random = new SplittableRandom(terms.id().hashCode());
    int nodes = Math.max(1, terms.expected());
    this.view = new View(true, agenda.clock().nanos(), nodes, 0, true, overlap(nodes));
  }

  /// Calls `listener` with the revision of the facts at each beat. Before [#start].
  void onFacts(LongConsumer listener) {
    onFacts = listener;
  }

  void start() {
    agenda.run(this::beat);
  }

  /// The wall clock here less that of Redis by the last answer, in milliseconds. Any thread.
  long skew() {
    return skew;
  }

  /// Whether another member was there with the same name when this one came. Any thread.
  boolean hasTwin() {
    return twin;
  }

  /// Why the node is alone, or was last. Any thread.
  RedisReply why() {
    return why;
  }

  /// What is known now. Any thread.
  View view() {
    return view;
  }

  /// Notes that a question was not answered in time. Any thread.
  void lost(RedisReply why) {
    agenda.run(() -> alone(why));
  }

  private void beat() {
    if (left) {
      return;
    }
    var means = new Question.Means(link, agenda, link.connection(), terms.patience());
    Question.ask(means, Script.BEAT, keys, args(false), this::ended);
    long pause = (long) (every() * (1 - EARLY * random.nextDouble()));
    agenda.after(Duration.ofNanos(pause), this::beat);
  }

  private List<String> args(boolean leaves) {
    return List.of(
        "",
        terms.id(),
        terms.line(),
        String.valueOf(everAnswered ? view.nodes() : 0),
        String.valueOf(terms.lease().toNanos() / MICROS),
        String.valueOf(NOTED * every() / MICROS),
        leaves ? "1" : "0");
  }

  private long every() {
    return every(view.nodes());
  }

  private long every(int nodes) {
    return Math.max(terms.beat().toNanos(), nodes * NANOS_A_NODE);
  }

  private double overlap(int nodes) {
    return NOTED * every(nodes) / NANOS;
  }

  private void ended(RedisReply reply) {
    if (left) {
      return;
    }
    if (reply instanceof RedisReply.Values(List<String> values) && values.size() >= VALUES) {
      try {
        member(values);
        return;
      } catch (NumberFormatException malformed) {
        alone(new RedisReply.Refused("MALFORMED", "the answer to a beat"));
        return;
      }
    }
    alone(reply);
  }

  private void member(List<String> values) {
    long now = agenda.clock().nanos();
    long wall = agenda.clock().wall().toEpochMilli();
    skew = wall - Long.parseLong(values.getFirst()) / MICROS;
    int nodes = Math.max(1, Integer.parseInt(values.get(2)));
    if (nodes > MOST_NODES) {
      throw new NumberFormatException("an answer of " + nodes + " nodes");
    }
    int missing = Math.clamp(Integer.parseInt(values.get(3)), 0, nodes - 1);
    long revision = Long.parseLong(values.get(4));
    boolean again = !everAnswered || now - answered > terms.lease().toNanos();
    beats = again ? 1 : Math.min(beats + 1, NOTED + 1);
    View before = view;
    long since = before.alone() ? now : before.since();
    view = new View(false, since, nodes, missing, beats <= NOTED, overlap(nodes));
    everAnswered = true;
    answered = now;
    twin |= values.size() > VALUES && values.get(VALUES).equals("1");
    onFacts.accept(revision);
  }

  private void alone(RedisReply reason) {
    why = reason;
    failures.accept(reason);
    View known = view;
    if (!known.alone()) {
      long now = agenda.clock().nanos();
      view = new View(true, now, known.nodes(), 0, known.newcomer(), known.overlap());
    }
  }

  /// Signs off.
  void leave() {
    agenda.run(
        () -> {
          left = true;
          link.ask(Script.BEAT, keys, args(true), _ -> {});
        });
  }
}
