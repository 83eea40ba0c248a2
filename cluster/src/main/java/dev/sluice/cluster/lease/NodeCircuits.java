package dev.sluice.cluster.lease;

import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import dev.sluice.share.SharedCircuits;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The circuits of this node among those of others: hints are told as facts, and the right to try a
/// target that recovers is a lease of some seconds. Safe for any thread.
final class NodeCircuits implements SharedCircuits {
  /// How long a hint is kept for nodes that have missed it.
  private static final Duration KEPT = Duration.ofSeconds(10);

  /// By how much what is read may seem to have been told later than when it was heard: the way to
  /// Redis takes its time.
  private static final long SAME = Duration.ofMillis(100).toNanos();

  /// How long a node has the right to try.
  private static final Duration TURN = Duration.ofSeconds(5);

  /// How soon a node that has not got the right asks again.
  private static final long AGAIN = Duration.ofMillis(250).toNanos();

  /// How long a target that has recovered at one node may be tried by all.
  private static final long FREE = Duration.ofSeconds(10).toNanos();

  private final ShareMeans means;
  private final SharedFacts facts;
  private final String prefix;
  private final Map<Long, List<WeakReference<Turn>>> circuits = new ConcurrentHashMap<>();

  /// @param cluster the cluster's name
  NodeCircuits(ShareMeans means, SharedFacts facts, String cluster) {
    this.means = means;
    this.facts = facts;
    this.prefix = NodeShares.VERSION + "{" + cluster + "/probe/";
    facts.onCircuit(this::heard);
  }

  @Override
  public Member join(String name, Listener circuit, Consumer<Runnable> admission) {
    String digest = NodeShares.digest(name);
    long number = Long.parseUnsignedLong(digest, 16);
    var turn = new Turn(prefix + digest + "}", number, circuit, admission);
    WeakLists.add(circuits, number, turn);
    return turn;
  }

  /// Takes in what another node has told. On the agenda.
  private void heard(CircuitLine line, Duration rest) {
    long ago = Math.max(0, KEPT.minus(rest).toNanos());
    for (Turn turn : WeakLists.of(circuits, line.circuit())) {
      turn.admission.accept(() -> turn.hear(line.recovered(), ago));
    }
  }

  /// This node's part of a circuit, which keeps it: admission knows the circuit, too. Under
  /// admission's lock.
  private final class Turn implements Member {
    private final List<String> keys;
    private final long number;
    private final Listener circuit;
    private final Consumer<Runnable> admission;
    private boolean asking;
    private boolean failed;

    /// What another node has told last, and until when it need not be told again: a target that
    /// fails for all is told of by a few.
    private boolean heardRecovered;

    private long heardUntil = means.now();

    /// When what was heard last was told, and when the circuit has opened to all here.
    private long toldAt = means.now() - 2 * KEPT.toNanos();

    private long openedAt = toldAt;

    /// Until when this node may try, and until when it asks no more. Where Redis does not answer it
    /// tries by itself.
    private long mayUntil = means.now();

    private long askAt = means.now();

    Turn(String key, long number, Listener circuit, Consumer<Runnable> admission) {
      this.keys = List.of(key);
      this.number = number;
      this.circuit = circuit;
      this.admission = admission;
    }

    @Override
    public long nextTry(long now) {
      if (means.view().alone() || mayUntil - now > 0) {
        return now;
      }
      if (askAt - now > 0) {
        return askAt;
      }
      if (!asking) {
        asking = true;
        List<String> args = List.of("", means.id(), String.valueOf(TURN.toMillis()));
        Question.ask(
            means.question(),
            Script.PROBE,
            keys,
            args,
            reply -> admission.accept(() -> answered(reply)));
      }
      return now + means.patience();
    }

    private void answered(RedisReply reply) {
      asking = false;
      long now = means.now();
      if (reply instanceof RedisReply.Values(List<String> values) && values.size() == 1) {
        boolean mine = values.getFirst().equals("1");
        mayUntil = mine ? now + TURN.toNanos() : mayUntil;
        askAt = mine ? askAt : now + AGAIN;
      } else {
        mayUntil = now + AGAIN;
        means.failed(reply);
      }
    }

    /// @param ago how long ago it was told; more than 0 where it was read, maybe once more, or
    ///   after the circuit has opened here
    void hear(boolean recovered, long ago) {
      long now = means.now();
      long then = now - ago;
      boolean known = then - toldAt <= SAME || (recovered && then - openedAt < 0);
      if (ago > 0 && known) {
        return;
      }
      toldAt = then;
      heardRecovered = recovered;
      heardUntil = now + KEPT.toNanos();
      if (recovered) {
        mayUntil = now + FREE;
        circuit.recovered(now);
      } else {
        circuit.opened(now);
      }
    }

    @Override
    public void opened() {
      failed = true;
      openedAt = means.now();
      tell(false);
    }

    /// A circuit that has not been open to all callers has nothing to tell.
    @Override
    public void recovered() {
      if (failed) {
        failed = false;
        tell(true);
      }
    }

    private void tell(boolean recovered) {
      long now = means.now();
      if (heardRecovered == recovered && heardUntil - now > 0) {
        return;
      }
      heardUntil = now;
      String line = new CircuitLine(means.id(), number, recovered).text();
      means.agenda().run(() -> facts.hint(line, KEPT));
    }
  }
}
