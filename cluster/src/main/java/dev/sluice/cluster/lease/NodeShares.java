package dev.sluice.cluster.lease;

import dev.sluice.accounts.budget.SharedLimits;
import dev.sluice.cluster.lease.NodeStatus.AtHand;
import dev.sluice.cluster.link.Agenda;
import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.share.QuotaAddress;
import dev.sluice.share.QuotaMirror;
import dev.sluice.share.QuotaShare;
import dev.sluice.share.QuotaShares;
import dev.sluice.share.SharedCircuits;
import dev.sluice.share.SharedHolds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// The shares of one node. Safe for any thread.
public final class NodeShares implements QuotaShares {
  private static final int DIGITS = 16;
  private static final int SHOWN = 200;
  static final String VERSION = "sluice:1:";

  private final ClusterTerms terms;
  private final Membership membership;
  private final ShareMeans means;
  private final SharedFacts facts;
  private final NodeCircuits circuits;
  private final ApartNodes apartNodes;
  private final KeyLeases limits;
  private final Map<LeasedShare, Quota> known = new ConcurrentHashMap<>();

  private record Quota(QuotaAddress address, LimitMeans means) {}

  /// @param weights the weight of a tenant
  /// @param failures told of each question that has failed, on the agenda
  public NodeShares(
      ClusterTerms terms,
      Link link,
      Agenda agenda,
      ToIntFunction<String> weights,
      Consumer<RedisReply> failures) {
    this.terms = terms;
    membership = new Membership(terms, link, agenda, prefix(terms), failures);
    means = new Means(terms, link, agenda, membership, weights, failures);
    facts = new SharedFacts(means, prefix(terms));
    limits = new KeyLeases(means, terms.cluster());
    circuits = new NodeCircuits(means, facts, terms.cluster());
    apartNodes = new ApartNodes(means, facts);
    membership.onFacts(facts::revision);
  }

  /// The beginning of the names of what all members share.
  public static String prefix(ClusterTerms terms) {
    return names(terms) + "}";
  }

  /// The beginning of all names in Redis.
  public static String names(ClusterTerms terms) {
    return VERSION + "{" + terms.cluster();
  }

  /// Whether several servers of Redis have the limits.
  public boolean isSpread() {
    return means.link().isSpread();
  }

  /// The limits of keys, as all nodes keep to them.
  public SharedLimits limits() {
    return limits;
  }

  /// What providers have asked for, as all nodes know it.
  public SharedHolds holds() {
    return facts;
  }

  /// What is known of targets that fail, at all nodes.
  public SharedCircuits circuits() {
    return circuits;
  }

  /// Joins the cluster.
  public void start() {
    facts.start();
    membership.start();
  }

  /// What is known of the cluster now.
  public View view() {
    return membership.view();
  }

  /// Whether another node was there with the same name when this one came.
  public boolean hasTwin() {
    return membership.hasTwin();
  }

  /// Why the node is alone, or was last.
  public RedisReply why() {
    return membership.why();
  }

  /// Why facts do not reach other nodes, or theirs not this one, if Redis refuses that.
  public Optional<RedisReply.Refused> unheard() {
    return facts.refused().or(means.link()::unheard);
  }

  /// The wall clock here less that of Redis, in milliseconds.
  public long skew() {
    return membership.skew();
  }

  /// What is at hand of each limit, of so many quotas as people may read.
  public List<AtHand> atHand() {
    int nodes = view().nodes();
    return known.entrySet().stream()
        .flatMap(entry -> entry.getKey().atHand(entry.getValue().address(), nodes))
        .limit(SHOWN)
        .toList();
  }

  /// The limits that are out of reach although the node is not alone: quotas first, and those of
  /// keys that somebody uses.
  public List<Apart> apart() {
    return Stream.concat(
            known.values().stream()
                .flatMap(of -> of.means().apart().map(why -> Apart.of(of.address(), why)).stream()),
            limits.apart())
        .toList();
  }

  /// A limit that is out of reach, and why.
  ///
  /// @param limit for people
  public record Apart(String limit, RedisReply why) {
    private static final int LONGEST = 100;

    /// The name of a model may be a client's text.
    static Apart of(QuotaAddress quota, RedisReply why) {
      String model = quota.model().replaceAll("[^ -~]", "?");
      String cut = model.length() > LONGEST ? model.substring(0, LONGEST) + "..." : model;
      return new Apart("the limit of " + quota.provider() + "/" + cut, why);
    }
  }

  /// How many quotas have a debt that Redis has not been told.
  public long debts() {
    return known.keySet().stream().filter(LeasedShare::owes).count();
  }

  /// Gives back what is at hand, and signs off. Not for a loop.
  public void leave() {
    List.copyOf(known.keySet()).forEach(LeasedShare::leave);
    limits.leave();
    membership.leave();
  }

  @Override
  public QuotaShare of(QuotaAddress address, QuotaMirror mirror, Admission admission) {
    String key =
        VERSION
            + "{%s/%016x/%s}"
                .formatted(terms.cluster(), address.account(), digest(address.model()));
    var part = new HeldPart(apartNodes, Long.parseUnsignedLong(digest(key), DIGITS));
    LimitMeans own = LimitMeans.ofQuota(means, LeasedShare.keys(key), part);
    LeasedShare share = new LeasedShare(own, key, mirror, admission, this::forget);
    known.put(share, new Quota(address, own));
    return share;
  }

  /// Forgets a quota that is not used any more.
  private void forget(LeasedShare share) {
    Quota quota = known.remove(share);
    if (quota != null) {
      quota.means().rest();
    }
  }

  /// A model's name may be a client's text.
  static String digest(String model) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha.digest(model.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private record Means(
      ClusterTerms terms,
      Link link,
      Agenda agenda,
      Membership membership,
      ToIntFunction<String> weights,
      Consumer<RedisReply> failures)
      implements ShareMeans {
    @Override
    public String id() {
      return terms.id();
    }

    @Override
    public View view() {
      return membership.view();
    }

    /// A refusal concerns what was asked: one of all questions is told to the next beat, too.
    @Override
    public void failed(RedisReply why) {
      if (link.isSpread() || why instanceof RedisReply.Refused) {
        failedHere(why);
      } else {
        membership.lost(why);
      }
    }

    @Override
    public void failedHere(RedisReply why) {
      agenda.run(() -> failures.accept(why));
    }

    @Override
    public int weight(String tenant) {
      return Math.max(1, weights.applyAsInt(tenant));
    }

    @Override
    public Duration patienceAs() {
      return terms.patience();
    }
  }
}
