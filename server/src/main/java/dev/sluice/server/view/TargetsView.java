package dev.sluice.server.view;

import static dev.sluice.server.view.Trees.array;
import static dev.sluice.server.view.Trees.object;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.Failed.Scope;
import dev.sluice.call.text.EnumWords;
import dev.sluice.config.quota.Dimension;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.CredentialStats;
import dev.sluice.stats.GatewayStats;
import dev.sluice.stats.LatencyStats;
import dev.sluice.stats.QuotaGauges;
import dev.sluice.stats.QuotaStats;
import dev.sluice.stats.RateLimitSnapshot;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.util.Arrays;
import java.util.List;

/// The view of the targets: circuits, learned times, quotas, credentials.
record TargetsView(ViewSources sources, LatestGlance latest) {

  /// All targets by name.
  ObjectNode tree() {
    List<LatencyStats.Value> times = stats().latencies().values();
    return object()
        .set("targets", array(sources.config().targetNames(), name -> target(name, times)));
  }

  private GatewayStats stats() {
    return sources.stats();
  }

  private ObjectNode target(String name, List<LatencyStats.Value> times) {
    int slash = name.indexOf('/');
    String provider = name.substring(0, slash);
    ObjectNode tree = object().put("name", name).put("state", EnumWords.of(state(name)));
    tree.put("keyless", latest.now().keyless().contains(name));
    tree.put("repeats_left", stats().budgets().left(name, sources.clock().nanos()));
    tree.set("circuits", circuits(name));
    tree.set("times", array(of(name, times), TargetsView::time));
    tree.set("quotas", quotas(provider, name.substring(slash + 1)));
    tree.set("keys", keys(provider));
    return tree;
  }

  private static List<LatencyStats.Value> of(String name, List<LatencyStats.Value> times) {
    return times.stream().filter(time -> time.target().equals(name)).toList();
  }

  // Circuits.

  /// The state of a target; of several circuits that of the most closed off.
  State state(String name) {
    return breakers(name).stream()
        .map(BreakerStats::state)
        .max(State::compareTo)
        .orElse(State.CLOSED);
  }

  private List<BreakerStats> breakers(String name) {
    return stats().breakers().stream().filter(b -> b.target().equals(name)).toList();
  }

  /// The circuits whose state was ever changed: all others are closed.
  private ArrayNode circuits(String name) {
    return array(
        breakers(name).stream().filter(breaker -> breaker.lastChange().isPresent()).toList(),
        TargetsView::circuit);
  }

  private static ObjectNode circuit(BreakerStats breaker) {
    long opened =
        Arrays.stream(Transition.values())
            .filter(transition -> transition.to() == State.OPEN)
            .filter(transition -> transition != Transition.PROBE_FAILED)
            .mapToLong(breaker::changes)
            .sum();
    return object()
        .put("operation", EnumWords.of(breaker.operation()))
        .put("state", EnumWords.of(breaker.state()))
        .put("why", breaker.lastChange().map(EnumWords::of).orElse(""))
        .put("opened", opened)
        .put("probes", breaker.changes(Transition.PROBING))
        .put("probes_failed", breaker.changes(Transition.PROBE_FAILED))
        .put("lists", breaker.changes(Transition.LISTED));
  }

  // Learned times.

  private static ObjectNode time(LatencyStats.Value time) {
    return object()
        .put("what", time.what())
        .put("input", time.input())
        .put("ms", Trees.millis(time.value().toNanos()))
        .put("samples", time.samples())
        .put("prior", time.prior());
  }

  // Quotas.

  private ArrayNode quotas(String provider, String model) {
    QuotaStats quotas = stats().quotas();
    List<QuotaStats.Entry> own =
        quotas.entries().stream()
            .filter(entry -> entry.provider().equals(provider) && entry.model().equals(model))
            .sorted((a, b) -> Integer.compare(a.credential(), b.credential()))
            .toList();
    return array(own, entry -> quota(entry, quotas));
  }

  private static ObjectNode quota(QuotaStats.Entry entry, QuotaStats quotas) {
    ObjectNode tree = object().put("key", entry.credential() + 1);
    quotas.gauges(entry).ifPresent(gauges -> quota(tree, gauges));
    return tree;
  }

  private static void quota(ObjectNode tree, QuotaGauges gauges) {
    tree.put("in_flight", gauges.inFlight());
    if (gauges.concurrency() < Integer.MAX_VALUE) {
      tree.put("concurrency", gauges.concurrency());
    }
    if (gauges.dayLimit() < Long.MAX_VALUE) {
      tree.put("day_limit", gauges.dayLimit()).put("day_left", gauges.dayRemaining());
    }
    List<Dimension> dimensions =
        Dimension.ALL.stream().filter(d -> Double.isFinite(gauges.of(d).limit())).toList();
    tree.set("limits", array(dimensions, dimension -> limit(dimension, gauges.of(dimension))));
  }

  private static ObjectNode limit(Dimension dimension, RateLimitSnapshot is) {
    return object()
        .put("what", EnumWords.of(dimension))
        .put("limit", Math.round(is.limit()))
        .put("left", Math.round(is.remaining()))
        .put("reserved", Math.round(is.reserved()))
        .put("used", share(is.utilisation()))
        .put("margin", share(is.margin()))
        .put("burst_s", share(is.burst()))
        .put("learned", is.learned())
        .put("refused", is.throttles());
  }

  private static double share(double share) {
    return Double.isFinite(share) ? Math.round(share * 1000) / 1e3 : 0;
  }

  // Credentials.

  private ArrayNode keys(String provider) {
    return array(
        stats().credentials().stream().filter(c -> c.provider().equals(provider)).toList(),
        TargetsView::key);
  }

  private static ObjectNode key(CredentialStats credential) {
    return object()
        .put("place", credential.place() + 1)
        .put("aside", credential.aside(Scope.ACCOUNT) > 0)
        .put("models_aside", credential.aside(Scope.MODEL))
        .put("set_aside", credential.setAsides(Scope.ACCOUNT) + credential.setAsides(Scope.MODEL));
  }
}
