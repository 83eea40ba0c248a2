package dev.sluice.cluster;

import dev.sluice.accounts.budget.SharedLimits;
import dev.sluice.call.runtime.Clock;
import dev.sluice.cluster.lease.ClusterTerms;
import dev.sluice.cluster.lease.NodeShares;
import dev.sluice.cluster.lease.NodeStatus;
import dev.sluice.cluster.lease.View;
import dev.sluice.cluster.link.RedisAddress;
import dev.sluice.cluster.link.RedisLink;
import dev.sluice.cluster.link.ThreadAgenda;
import dev.sluice.share.Sharing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// This process as a node of a cluster: its way to Redis, its membership, its shares. Safe for any
/// thread; no method waits for Redis.
public final class ClusterNode implements MeterBinder, AutoCloseable {
  private static final String ANY = "*";

  private final ClusterTerms terms;
  private final ThreadAgenda agenda = new ThreadAgenda(Clock.SYSTEM);
  private final RedisLink redis;
  private final MeteredLink link;
  private final NodeShares shares;
  private final SharedLimits limits;
  private volatile Map<String, Integer> weights = Map.of();
  private @Nullable Mishaps mishaps;

  /// Makes a node, and begins to connect.
  public ClusterNode(ClusterTerms terms, RedisAddress address) {
    this.terms = terms;
    redis = RedisLink.to(address);
    link = new MeteredLink(redis, Clock.SYSTEM, terms.patience());
    shares = new NodeShares(terms, link, agenda, this::weight, _ -> {});
    limits = shares.limits();
  }

  private int weight(String tenant) {
    Map<String, Integer> all = weights;
    return all.getOrDefault(tenant, all.getOrDefault(ANY, 1));
  }

  /// What the engine shares.
  public Sharing sharing() {
    return new Sharing(shares, shares.holds(), shares.circuits());
  }

  /// The limits of keys, as all nodes keep to them.
  public SharedLimits limits() {
    return limits;
  }

  /// Sets the weights of tenants, as a configuration has them.
  public void weights(Map<String, Integer> ofTenants) {
    weights = Map.copyOf(ofTenants);
  }

  /// Joins the cluster.
  ///
  /// @param tell called with what an operator should know, on a thread of its own
  public void join(Consumer<String> tell) {
    mishaps = new Mishaps(terms, shares, agenda, tell);
    agenda.start();
    shares.start();
    agenda.run(mishaps::watch);
  }

  /// How it stands now.
  public NodeStatus status() {
    View view = shares.view();
    return new NodeStatus(
        view.alone() ? Optional.of(Mishaps.words(shares.why())) : Optional.empty(),
        view.nodes(),
        view.missing(),
        view.alone() ? 0 : shares.apart().size(),
        shares.skew(),
        shares.atHand());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    new ClusterMeters(shares, link).bindTo(registry);
  }

  /// Signs off, and disconnects. Takes some milliseconds.
  @Override
  public void close() {
    if (mishaps != null) {
      mishaps.end();
      shares.leave();
    }
    agenda.close();
    redis.close();
  }
}
