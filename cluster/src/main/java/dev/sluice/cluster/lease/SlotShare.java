package dev.sluice.cluster.lease;

import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import dev.sluice.share.QuotaShares.Admission;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/// The attempts that there may be at a time: a node holds as many slots as it uses, and asks for
/// one more when a call waits. It gives back what it has not used for a second; while nodes want
/// more than there are, what goes beyond its max-min fair part as soon as an attempt ends. Under
/// admission's lock.
final class SlotShare {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// After how long a look renews: so that, with a look a second, each 5 s do.
  private static final long RENEW = Duration.ofMillis(4_500).toNanos();

  private static final long UNHEARD = Duration.ofSeconds(10).toNanos();

  /// For how long it looks on after it got less than it wanted: the slots of a node that has died
  /// end only while somebody asks.
  private static final long WAITS = LEASE.toNanos() + 2 * RENEW;

  private static final long AGAIN = Duration.ofMillis(100).toNanos();
  private static final int VALUES = 4;
  private static final int MICRO = 1_000;

  private final ShareMeans means;
  private final List<String> keys;
  private final IntSupplier limit;
  private final IntSupplier underWay;
  private final Admission admission;
  private int held;
  private int fair = Integer.MAX_VALUE;
  private int peak;
  private int told;
  private long heard;

  /// Whether the last question was lost, so that Redis may have more for this node than it was told
  /// to.
  private boolean untold;

  private long shortAt;
  private boolean lacks;
  private boolean wasAlone;
  private long again;
  private boolean asking;
  private boolean looking;
  private boolean closed;
  private long connection;

  /// What Redis has called the state that this node has slots of.
  private String state = "";

  /// @param limit how many there may be in all nodes
  /// @param underWay how many there are here
  SlotShare(
      ShareMeans means, String key, IntSupplier limit, IntSupplier underWay, Admission admission) {
    this.means = means;
    this.keys = List.of(key(key));
    this.limit = limit;
    this.underWay = underWay;
    this.admission = admission;
  }

  /// The key in Redis.
  static String key(String key) {
    return key + ":s";
  }

  /// Returns when one more attempt may begin; `now` if it may already.
  ///
  /// @param most of all nodes
  long nextOpen(int most, int taken, long now) {
    if (most == Integer.MAX_VALUE) {
      return now;
    }
    View view = means.view();
    if (view.alone()) {
      wasAlone = true;
      return taken < alone(most, now) ? now : now + AGAIN;
    }
    if (wasAlone || (held > 0 && now - heard > UNHEARD)) {
      wasAlone = false;
      held = 0;
    }
    if (fair < held && taken < held) {
      held = Math.max(taken, fair);
      again = now + AGAIN;
      ask(held, taken);
    }
    if (taken < held) {
      peak = Math.max(peak, taken + 1);
      return now;
    }
    if (!asking && again - now <= 0) {
      ask(taken + 1, taken);
    }
    return asking ? now + means.patience() : again;
  }

  /// Whether an answer is waited for.
  boolean isAsking() {
    return asking;
  }

  private void ask(int wanted, int taken) {
    if (asking || means.view().alone()) {
      return;
    }
    asking = true;
    told = wanted;
    look();
    long on = means.link().connection();
    List<String> args = question(wanted, taken, means.isFirst(connection, on));
    connection = on;
    Question.ask(
        means.question(on),
        Script.SLOTS,
        keys,
        args,
        reply -> admission.change(() -> answered(reply, means.now())));
  }

  private List<String> question(int wanted, int taken, boolean first) {
    int most = limit.getAsInt();
    boolean had = means.now() - heard <= LEASE.toNanos();
    return List.of(
        "",
        means.id(),
        String.valueOf(most),
        String.valueOf(wanted),
        String.valueOf(taken),
        String.valueOf(LEASE.toNanos() / MICRO),
        had ? state : "",
        first ? "1" : "0",
        String.valueOf(part(most)));
  }

  /// The part of a node that is alone.
  private int part(int most) {
    return Math.max(1, most / means.view().nodes());
  }

  /// How many may be used alone: others may have all that this node did not hold, until its lease
  /// is over.
  private int alone(int most, long now) {
    boolean holds = !state.isEmpty() && now - heard <= LEASE.toNanos();
    return holds ? Math.clamp(held, 1, part(most)) : part(most);
  }

  private void answered(RedisReply reply, long now) {
    asking = false;
    if (reply instanceof RedisReply.Values(List<String> values) && values.size() == VALUES) {
      try {
        granted(Integer.parseInt(values.getFirst()), Integer.parseInt(values.get(2)), now);
        state = values.getLast();
        means.answered();
        return;
      } catch (NumberFormatException malformed) {
        untold = true;
        means.failed(new RedisReply.Refused("MALFORMED", "the answer to a question for slots"));
        return;
      }
    }
    untold = true;
    connection = 0;
    means.failed(reply);
  }

  private void granted(int count, int part, long now) {
    held = Math.clamp(count, 0, told);
    fair = Math.max(0, part);
    heard = now;
    untold = false;
    if (held < told) {
      lacks = true;
      shortAt = now;
    }
    int taken = underWay.getAsInt();
    again = held > taken ? now : now + AGAIN;
    if (closed && held > taken) {
      giveBack(taken);
    }
  }

  /// Looks each second whether something is to be renewed or given back, while something is held.
  private void look() {
    if (!looking) {
      looking = true;
      means.agenda().after(LOOK, () -> admission.change(this::lookNow));
    }
  }

  private void lookNow() {
    looking = false;
    long now = means.now();
    int taken = underWay.getAsInt();
    int used = Math.max(peak, taken);
    peak = taken;
    boolean late = untold || now - heard > RENEW;
    if (!means.view().alone() && (late || used < told || used < held)) {
      held = Math.min(held, used);
      ask(used, taken);
    }
    lacks &= now - shortAt < WAITS;
    untold &= now - heard < LEASE.toNanos();
    if (untold || told > 0 || held > 0 || taken > 0 || lacks) {
      look();
    }
  }

  /// Gives all back that no attempt uses.
  void close() {
    closed = true;
    if (held > 0) {
      giveBack(underWay.getAsInt());
    }
  }

  private void giveBack(int taken) {
    held = Math.min(held, taken);
    ask(taken, taken);
  }
}
