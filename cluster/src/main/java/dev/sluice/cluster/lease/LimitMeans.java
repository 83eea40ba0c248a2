package dev.sluice.cluster.lease;

import dev.sluice.cluster.link.Agenda;
import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.Reply;
import dev.sluice.cluster.link.Script;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The means of one limit, which can be out of reach although the node's beats are answered: in a
/// Redis Cluster the server that has its keys is down and others are not, or another program uses
/// its names. Such a limit is *apart*: it sees itself alone, and asks nothing, until a look at its
/// own keys is answered. One look a beat is under way. Safe for any thread.
///
/// ```text
/// shared ── a question is late or refused ──> apart ── a look at its keys is answered ──> shared
/// ```
final class LimitMeans implements ShareMeans {
  private static final double NANOS = 1e9;

  /// How many beats the overlap of a view is.
  private static final int BEATS = 2;

  /// What Redis says of a key that another program has.
  private static final String FOREIGN = "WRONGTYPE";

  private final ShareMeans node;
  private final List<String> keys;
  private final boolean idles;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile @Nullable Reach reach;
  private volatile @Nullable Seen seen;

  /// How the limit stands by itself.
  ///
  /// @param apart why it is out of reach; empty once it is back
  /// @param since when that began
  private record Reach(Optional<Reply> apart, long since) {}

  /// A view of the node, as it is for this limit.
  private record Seen(View node, Reach reach, View view) {}

  private LimitMeans(ShareMeans node, List<String> keys, boolean idles) {
    this.node = node;
    this.keys = List.copyOf(keys);
    this.idles = idles;
  }

  /// Makes the means of a quota, which is looked for until it is back: others may share it again,
  /// and nothing that was filled alone may be left then.
  ///
  /// @param keys a hash, a zset, and more hashes
  static LimitMeans ofQuota(ShareMeans node, List<String> keys) {
    return new LimitMeans(node, keys, false);
  }

  /// Makes the means of a key's limit, which is looked for when it is used: there are many, and
  /// what was used alone becomes a debt.
  ///
  /// @param keys a hash, a zset, and more hashes
  static LimitMeans ofKey(ShareMeans node, List<String> keys) {
    return new LimitMeans(node, keys, true);
  }

  /// Why the limit is out of reach, if it is.
  Optional<Reply> apart() {
    Reach own = reach;
    return own == null ? Optional.empty() : own.apart();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // what was seen last, or something else
  public View view() {
    View of = node.view();
    Reach own = reach;
    if (own == null || of.alone()) {
      return of;
    }
    if (own.apart().isPresent() && idles) {
      lookLater();
    }
    Seen last = seen;
    if (last == null || last.node() != of || last.reach() != own) {
      last = new Seen(of, own, seen(of, own));
      seen = last;
    }
    return last.view();
  }

  private static View seen(View of, Reach own) {
    if (own.apart().isPresent()) {
      return new View(true, own.since(), of.nodes(), 0, of.newcomer(), of.overlap());
    }
    long since = own.since() - of.since() > 0 ? own.since() : of.since();
    return new View(false, since, of.nodes(), of.missing(), of.newcomer(), of.overlap());
  }

  @Override
  public void failed(Reply why) {
    if (link().isSpread() || (why instanceof Reply.Refused no && no.code().equals(FOREIGN))) {
      agenda().run(() -> leave(why));
    }
    node.failed(why);
  }

  private void leave(Reply why) {
    if (apart().isEmpty()) {
      reach = new Reach(Optional.of(why), now());
      lookLater();
    }
  }

  /// Looks in a beat, unless a look is planned or under way.
  private void lookLater() {
    if (looking.compareAndSet(false, true)) {
      double beat = node.view().overlap() / BEATS;
      agenda().after(Duration.ofNanos((long) (beat * NANOS)), this::look);
    }
  }

  private void look() {
    Question.ask(node.question(), Script.REACH, keys, List.of(""), this::looked);
  }

  private void looked(Reply reply) {
    looking.set(false);
    if (reply instanceof Reply.Values) {
      reach = new Reach(Optional.empty(), now());
    } else if (!idles) {
      lookLater();
    }
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
