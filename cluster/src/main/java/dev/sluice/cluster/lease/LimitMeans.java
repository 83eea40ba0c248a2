package dev.sluice.cluster.lease;

import dev.sluice.cluster.link.Agenda;
import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The means of one limit, which can be out of reach although the node's beats are answered: in a
/// Redis Cluster the server that has its keys is down and others are not, Redis refuses what is
/// asked of them, or questions are late again and again where beats are not. Such a limit is
/// *apart*: it sees itself alone, and asks nothing, until a look at its own keys is answered. Safe
/// for any thread.
///
/// ```text
/// shared ── a question is late or refused ──> apart ── a look at its keys is answered ──> shared
/// ```
///
/// The first look follows after a beat, each further one after twice the time, seconds at most: a
/// server that comes back is not kept busy by those who look. A limit that was shared for a moment
/// only goes on where it was. The other nodes hold back this node's part of a quota meanwhile.
final class LimitMeans implements ShareMeans {
  private static final double NANOS = 1e9;

  /// How many beats the overlap of a view is.
  private static final int BEATS = 2;

  /// How long a pause between looks becomes: so long, or so long a node.
  private static final Duration LONGEST = Duration.ofSeconds(4);

  private static final Duration LONGEST_A_NODE = Duration.ofMillis(20);

  /// By which part of a pause a look may be early, at random: limits that were lost together are
  /// not looked for together.
  private static final double EARLY = 0.25;

  private static final long IN_USE = Duration.ofMinutes(1).toNanos();

  /// How long a limit is shared before its next loss counts as the first one.
  private static final long SETTLED = Duration.ofSeconds(10).toNanos();

  private final ShareMeans node;
  private final List<String> keys;
  private final @Nullable HeldPart part;
  private volatile boolean idles;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile @Nullable Reach reach;
  private volatile @Nullable Seen seen;

  /// When somebody used the limit while it was apart.
  private volatile long usedAt;

  // Confined to who has set `looking`, and to the agenda.
  private final SplittableRandom random;
  private long pause;

  /// When the last question was lost; null since one was answered.
  private volatile @Nullable Long lostAt;

  /// How the limit stands by itself.
  ///
  /// @param apart why it is out of reach; empty once it is back
  /// @param since when that began
  private record Reach(Optional<RedisReply> apart, long since) {}

  /// A view of the node, as it is for this limit.
  ///
  /// @param others of how many other nodes the limit is out of reach, which they use by themselves
  private record Seen(View node, @Nullable Reach reach, int others, View view) {}

  private LimitMeans(ShareMeans node, List<String> keys, @Nullable HeldPart part, boolean idles) {
    this.node = node;
    this.keys = List.copyOf(keys);
    this.part = part;
    this.idles = idles;
    this.random = new SplittableRandom(31L * keys.hashCode() + node.id().hashCode());
  }

  /// Makes the means of a quota, which is looked for until it is back: others may share it again,
  /// and nothing that was filled alone may be left then.
  ///
  /// @param keys a hash, a zset, and more hashes
  /// @param part of the quota, which others hold back
  static LimitMeans ofQuota(ShareMeans node, List<String> keys, HeldPart part) {
    return new LimitMeans(node, keys, part, false);
  }

  /// Makes the means of a key's limit, which is looked for when it is used: there are many, and
  /// what was used alone becomes a debt.
  ///
  /// @param keys a hash, a zset, and more hashes
  static LimitMeans ofKey(ShareMeans node, List<String> keys) {
    return new LimitMeans(node, keys, null, true);
  }

  /// Why the limit is out of reach, if it is.
  Optional<RedisReply> apart() {
    Reach own = reach;
    return own == null ? Optional.empty() : own.apart();
  }

  /// Why the limit is out of reach, if it is and somebody has used it so within a minute: one that
  /// is not used is not looked for.
  Optional<RedisReply> apartInUse() {
    return now() - usedAt > IN_USE ? Optional.empty() : apart();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // what was seen last, or something else
  public View view() {
    View of = node.view();
    Reach own = reach;
    if (of.alone()) {
      return of;
    }
    int others = part == null ? 0 : part.others();
    if (own == null && others == 0) {
      return of;
    }
    if (own != null && own.apart().isPresent() && idles) {
      usedAt = now();
      lookLater();
    }
    Seen last = seen;
    if (last == null || last.node() != of || last.reach() != own || last.others() != others) {
      last = new Seen(of, own, others, seen(of, own, others));
      seen = last;
    }
    return last.view();
  }

  private static View seen(View of, @Nullable Reach own, int others) {
    if (own != null && own.apart().isPresent()) {
      return new View(true, own.since(), of.nodes(), 0, of.newcomer(), of.overlap());
    }
    long since = own != null && own.since() - of.since() > 0 ? own.since() : of.since();
    int missing = Math.min(of.nodes() - 1, of.missing() + others);
    return new View(false, since, of.nodes(), missing, of.newcomer(), of.overlap());
  }

  /// Whether the limit alone is out of reach, and not the node.
  @Override
  public boolean isApart() {
    return apart().isPresent() && !node.view().alone();
  }

  @Override
  public boolean isHeldBack() {
    return part != null && part.isHeldBack();
  }

  @Override
  public void failed(RedisReply why) {
    agenda().run(() -> lost(why));
  }

  /// A refusal concerns what was asked, and so does what is late at one of several servers, or late
  /// again, and none in time between, although a beat was: what concerns all is found by the next
  /// beat.
  private void lost(RedisReply why) {
    View of = node.view();
    if (link().isSpread() || why instanceof RedisReply.Refused || isLateAgain(of)) {
      node.failedHere(why);
      leave(why);
    } else {
      node.failed(why);
    }
    lostAt = now();
  }

  private boolean isLateAgain(View of) {
    Long before = lostAt;
    return before != null && !of.alone() && of.since() - before > 0 && now() - before < SETTLED;
  }

  @Override
  public void answered() {
    if (lostAt != null) {
      lostAt = null;
    }
  }

  private void leave(RedisReply why) {
    if (apart().isEmpty()) {
      Reach before = reach;
      boolean settled = before == null || now() - before.since() >= SETTLED;
      pause = settled ? 0 : pause;
      usedAt = now();
      reach = new Reach(Optional.of(why), usedAt);
      if (part != null) {
        part.begin(usedAt, BEATS * beat());
      }
      lookLater();
    }
  }

  /// Looks after a pause, unless a look is planned or under way.
  private void lookLater() {
    if (looking.compareAndSet(false, true)) {
      pause = Math.min(longest(), pause == 0 ? beat() : 2 * pause);
      long early = (long) (pause * EARLY * random.nextDouble());
      agenda().after(Duration.ofNanos(pause - early), this::look);
    }
  }

  private long beat() {
    return (long) (node.view().overlap() / BEATS * NANOS);
  }

  private long longest() {
    return Math.max(LONGEST.toNanos(), node.view().nodes() * LONGEST_A_NODE.toNanos());
  }

  /// A node that is alone needs no look, since it sees no limit as shared, and looks at once when
  /// it is back. A look that was planned by what was seen just before the limit was back is over.
  private void look() {
    if (apart().isEmpty()) {
      looking.set(false);
      return;
    }
    if (node.view().alone()) {
      pause = 0;
      looking.set(false);
      again();
      return;
    }
    Question.ask(node.question(), Script.REACH, keys, List.of(""), this::looked);
  }

  private void looked(RedisReply reply) {
    if (reply instanceof RedisReply.Values) {
      if (part != null) {
        part.end(now());
      }
      reach = new Reach(Optional.empty(), now());
      looking.set(false);
    } else {
      looking.set(false);
      again();
    }
  }

  private void again() {
    if (!idles) {
      if (part != null) {
        part.goOn(now());
      }
      lookLater();
    }
  }

  /// Looks only when the limit is used from now on, since it hardly is any more.
  void rest() {
    idles = true;
  }

  @Override
  public String id() {
    return node.id();
  }

  @Override
  public Link link() {
    return node.link();
  }

  @Override
  public Agenda agenda() {
    return node.agenda();
  }

  @Override
  public int weight(String tenant) {
    return node.weight(tenant);
  }

  @Override
  public Duration patienceAs() {
    return node.patienceAs();
  }
}
