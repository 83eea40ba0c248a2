package dev.sluice.cli.config;

import dev.sluice.cluster.ClusterNode;
import dev.sluice.cluster.lease.ClusterTerms;
import dev.sluice.cluster.lease.NodeStatus;
import dev.sluice.cluster.link.RedisAddress;
import dev.sluice.server.Cluster;
import dev.sluice.server.ClusterStatus;
import dev.sluice.server.Version;
import dev.sluice.server.config.ClusterConfig;
import dev.sluice.server.config.SluiceConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Makes this process a node of a cluster. Nothing of a cluster is loaded before it is asked.
public final class Clusters {
  private static final int ID_BYTES = 8;

  private Clusters() {}

  /// Makes the node. It connects once it is to join.
  public static Cluster of(ClusterConfig config, SluiceConfig whole) {
    ClusterTerms terms = terms(config, whole);
    var node = new ClusterNode(terms, address(config));
    return new Cluster(
        node.sharing(),
        node.limits(),
        node,
        () -> shown(terms, node.status()),
        next -> node.weights(next.gateway().tenants()),
        node::join,
        node::close);
  }

  private static ClusterTerms terms(ClusterConfig config, SluiceConfig whole) {
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    String node = config.node().orElseGet(() -> host() + ":" + whole.server().listen().getPort());
    String line = node + "|" + Version.NUMBER;
    return new ClusterTerms(
        config.name(), node, HexFormat.of().formatHex(id), line, config.nodes());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  private static RedisAddress address(ClusterConfig config) {
    ClusterConfig.Redis redis = config.redis();
    RedisAddress.Form form =
        switch (redis.form()) {
          case SINGLE -> RedisAddress.Form.SINGLE;
          case SENTINEL -> RedisAddress.Form.SENTINEL;
          case CLUSTER -> RedisAddress.Form.CLUSTER;
        };
    var hosts =
        redis.hosts().stream()
            .map(host -> new RedisAddress.Host(host.name(), host.port()))
            .toList();
    return new RedisAddress(
        new RedisAddress.Place(form, hosts, redis.database(), redis.primary()),
        new RedisAddress.Tls(redis.tls(), config.ca()),
        login(redis.login()),
        login(config.sentinels()));
  }

  private static RedisAddress.Login login(ClusterConfig.Login login) {
    return new RedisAddress.Login(login.user(), login.password());
  }

  private static ClusterStatus shown(ClusterTerms terms, NodeStatus status) {
    return new ClusterStatus(
        terms.cluster(),
        terms.node(),
        terms.id(),
        status.alone(),
        status.nodes(),
        status.missing(),
        status.apart(),
        status.skewMillis(),
        status.purses().stream()
            .map(
                purse ->
                    new ClusterStatus.Purse(
                        purse.provider(),
                        purse.model(),
                        purse.dimension(),
                        purse.level(),
                        purse.size(),
                        purse.limit(),
                        purse.alone()))
            .toList());
  }
}
