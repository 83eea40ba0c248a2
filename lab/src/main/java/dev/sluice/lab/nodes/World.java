package dev.sluice.lab.nodes;

import dev.sluice.cluster.lease.ClusterTerms;
import dev.sluice.cluster.lease.NodeShares;
import dev.sluice.cluster.link.Link;
import dev.sluice.lab.load.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/// One world: calls that come, nodes, Redis, a provider, and time. Confined to one thread.
final class World {
  private static final long WARM = 60_000_000_000L;
  private static final long LONG_AGO = 1L << 50;
  private static final String CLUSTER = "lab";

  private final Timeline timeline = new Timeline();
  private final Setting setting;
  private final SplittableRandom random;
  private final RedisHost redis;
  private final Tally tally;
  private final PlayedProvider provider;
  private final List<PlayedNode> nodes = new ArrayList<>();
  private final CallDraw draw;
  private final UnaryOperator<Link> links;
  private int made;

  World(Setting setting, long seed, Optional<HistoryFile> history) {
    this(setting, seed, history, UnaryOperator.identity());
  }

  /// @param links changes each node's way to Redis
  World(Setting setting, long seed, Optional<HistoryFile> history, UnaryOperator<Link> links) {
    this.setting = setting;
    this.links = links;
    random = new SplittableRandom(seed);
    redis = new RedisHost(timeline, random.nextLong());
    tally = new Tally(timeline, WARM, history);
    provider = new PlayedProvider(timeline, setting, tally);
    draw = new CallDraw(random.nextLong());
    history.ifPresent(file -> file.limit(0, setting.quota(), setting.atOnce(setting.quota())));
    for (int i = 0; i < setting.nodes(); i++) {
      nodes.add(node(i, 1));
    }
  }

  /// Lets everything happen until the end.
  Tally play() {
    nodes.forEach(node -> node.process().after(random.nextInt(250_000_000), node::start));
    double perSecond = perSecond();
    for (int i = 0; i < setting.nodes(); i++) {
      if (setting.parts().get(i) > 0) {
        come(i, perSecond * setting.parts().get(i));
      }
    }
    timeline.run(setting.end());
    return tally;
  }

  /// Returns how many calls come a second.
  private double perSecond() {
    return setting.rate() * setting.load() / CallDraw.meanSize();
  }

  private void come(int place, double perSecond) {
    timeline.after(
        draw.pause(perSecond),
        () -> {
          List<String> tenants = setting.tenants().get(place % setting.nodes());
          PlannedCall call = draw.call(timeline.now(), draw.of(tenants));
          PlayedNode node = living(place);
          node.process().after(0, () -> node.arrive(call));
          come(place, perSecond);
        });
  }

  /// Has so many calls come now, to each node as many.
  void burst(int calls) {
    for (int i = 0; i < calls; i++) {
      PlayedNode node = living(i % nodes.size());
      node.arrive(draw.call(timeline.now(), draw.of(setting.tenants().getFirst())));
    }
  }

  /// Returns a node, or the next one that lives, as a balancer would choose it.
  private PlayedNode living(int place) {
    for (int i = 0; i < nodes.size(); i++) {
      PlayedNode node = nodes.get((place + i) % nodes.size());
      if (!node.process().isDead()) {
        return node;
      }
    }
    throw new IllegalStateException("no node lives");
  }

  /// Makes a node.
  ///
  /// @param limits the part of the limits that its configuration states
  private PlayedNode node(int place, double limits) {
    var process = new NodeProcess(timeline);
    var clock = new NodeClock(timeline, random.nextLong(-LONG_AGO, LONG_AGO));
    String name = "n" + place;
    Optional<NodeShares> shares =
        setting.sharing() == Setting.Sharing.LEASES
            ? Optional.of(shares(name, place, process, clock))
            : Optional.empty();
    double part =
        setting.sharing() == Setting.Sharing.SPLIT
            ? 1.0 / setting.nodes()
            : limits / setting.clusters();
    var means =
        new NodeMeans(
            name,
            process,
            clock,
            shares,
            new Knowledge(setting, part),
            provider,
            tally,
            random.split(),
            setting.weights());
    return new PlayedNode(means);
  }

  private NodeShares shares(String name, int place, NodeProcess process, NodeClock clock) {
    String id = "%016x".formatted(++made);
    String node = setting.group() == Setting.Group.SAME_NAME ? CLUSTER : name;
    String cluster = CLUSTER + place % setting.clusters();
    int expected = setting.nodes() / setting.clusters();
    var terms = new ClusterTerms(cluster, node, id, node, expected);
    var link = new TimedLink(links.apply(redis.link(place, process)), timeline, tally);
    return new NodeShares(terms, link, new NodeAgenda(process, clock), this::weight, link::failed);
  }

  private int weight(String tenant) {
    return setting.weights().getOrDefault(tenant, 1);
  }

  /// Starts another process in a node's place, which joins.
  ///
  /// @param limits the part of the limits that its configuration states
  void replace(int place, double limits) {
    PlayedNode node = node(place, limits);
    nodes.set(place, node);
    node.start();
  }

  /// Has one more node join, to which calls come.
  ///
  /// @param part of the load, beside that of the others
  void join(double part) {
    int place = nodes.size();
    PlayedNode node = node(place, 1);
    nodes.add(node);
    node.start();
    come(place, perSecond() * part);
  }

  Timeline timeline() {
    return timeline;
  }

  Setting setting() {
    return setting;
  }

  RedisHost redis() {
    return redis;
  }

  PlayedProvider provider() {
    return provider;
  }

  List<PlayedNode> nodes() {
    return nodes;
  }

  Tally tally() {
    return tally;
  }

  /// Plans something for so many seconds after the start.
  void at(double seconds, Runnable task) {
    timeline.at((long) (seconds * 1e9), task);
  }
}
