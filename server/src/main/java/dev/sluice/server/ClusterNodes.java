package dev.sluice.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.nodes.Nodes;
import dev.sluice.call.request.Band;
import dev.sluice.server.reload.ReloadResult;
import dev.sluice.stats.GatewayStats;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// This process among the nodes of its cluster, which see each other in their common store. Nothing
/// where it is alone.
final class ClusterNodes implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// The most purses that a node shows to others.
  private static final int PURSES = 32;

  private final Optional<Supplier<ClusterStatus>> status;
  private final Optional<Nodes> nodes;
  private volatile Function<Boolean, ReloadResult> reload =
      _ -> new ReloadResult(0, false, false, List.of("it has not started yet"), List.of());

  private volatile @Nullable GatewayStats stats;

  ClusterNodes(Optional<Accounts> accounts, Optional<Cluster> cluster) {
    status = cluster.map(Cluster::status);
    nodes = cluster.flatMap(of -> accounts.map(store -> nodes(store, of.status())));
  }

  private Nodes nodes(Accounts accounts, Supplier<ClusterStatus> now) {
    ClusterStatus first = now.get();
    return new Nodes(
        accounts,
        new Nodes.Self(first.cluster(), first.id(), first.node(), Version.NUMBER),
        () -> view(now.get()),
        () -> reload.apply(false).problems());
  }

  /// This process among the nodes.
  Optional<Nodes> nodes() {
    return nodes;
  }

  /// How this process stands in its cluster now, in words too; empty where it is alone by its
  /// configuration. Never waits.
  Optional<ObjectNode> shown() {
    return status.map(Supplier::get).map(ClusterNodes::shown);
  }

  static ObjectNode shown(ClusterStatus now) {
    return tree(now).put("node", now.node()).put("text", text(now));
  }

  private static String text(ClusterStatus now) {
    String share = now.node() + " of " + now.nodes() + " in cluster " + now.cluster();
    return now.alone()
        .map(why -> share + ", alone at its part of each limit: " + why)
        .orElseGet(
            () ->
                share
                    + " shares limits"
                    + (now.apart() == 0 ? "" : " but for " + now.apart() + " out of reach")
                    + (now.missing() == 0 ? "" : ", missing nodes: " + now.missing()));
  }

  /// Begins to take part.
  ///
  /// @param next reads the configuration again; `true` for a trial
  /// @param holds what the engine holds
  void begin(Function<Boolean, ReloadResult> next, GatewayStats holds) {
    reload = next;
    stats = holds;
    nodes.ifPresent(Nodes::begin);
  }

  private static ObjectNode tree(ClusterStatus now) {
    return MAPPER
        .createObjectNode()
        .put("cluster", now.cluster())
        .put("mode", now.alone().isPresent() ? "alone" : "leased")
        .put("why", now.alone().orElse(""))
        .put("nodes", now.nodes())
        .put("missing", now.missing())
        .put("apart", now.apart())
        .put("skew_ms", now.skewMillis());
  }

  private String view(ClusterStatus now) {
    ObjectNode tree = tree(now).put("waiting", waiting());
    ArrayNode purses = tree.putArray("purses");
    now.purses().stream()
        .limit(PURSES)
        .forEach(
            purse ->
                purses
                    .addObject()
                    .put("provider", purse.provider())
                    .put("model", purse.model())
                    .put("dimension", purse.dimension())
                    .put("level", Math.round(purse.level()))
                    .put("size", Math.round(purse.size()))
                    .put("limit", Math.round(purse.limit()))
                    .put("alone", Math.round(purse.alone())));
    return tree.toString();
  }

  private long waiting() {
    GatewayStats holds = stats;
    return holds == null
        ? 0
        : holds.queues().routes().stream()
            .map(holds.queues()::snapshot)
            .flatMap(queue -> Arrays.stream(Band.values()).map(queue::of))
            .mapToLong(band -> band.calls())
            .sum();
  }

  @Override
  public void close() {
    nodes.ifPresent(Nodes::close);
  }
}
