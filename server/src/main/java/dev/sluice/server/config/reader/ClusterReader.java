package dev.sluice.server.config.reader;

import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.HiddenType;
import dev.sluice.config.value.Types;
import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.ClusterConfig;
import dev.sluice.server.config.ClusterConfig.Login;
import dev.sluice.server.config.ClusterConfig.Redis;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// The reader of `cluster`.
final class ClusterReader {
  private static final int MOST_NODES = 10_000;

  private ClusterReader() {}

  /// Reads the section; empty where the gateway is alone.
  ///
  /// @param store the store of the same file
  static Optional<ClusterConfig> read(Section root, Optional<StoreConfig> store) {
    if (root.single("cluster")) {
      root.fail(
          "cluster",
          "must hold keys, is a single value: write `cluster: {redis: \"redis://HOST:6379\", name:"
              + " prod}`");
      return Optional.empty();
    }
    if (!root.has("cluster")) {
      return Optional.empty();
    }
    if (store.isPresent() && store.get().url().isEmpty()) {
      root.fail(
          "cluster",
          "needs a database that all nodes share, and SQLite is one gateway's: write `store: {url:"
              + " \"jdbc:postgresql://HOST/DATABASE\"}`");
    }
    if (store.isEmpty() && root.has("budgets")) {
      root.fail(
          "budgets",
          "of a cluster are added up in a database that all nodes share: add `store: {url:"
              + " \"jdbc:postgresql://HOST/DATABASE\"}`");
    }
    return root.in("cluster", ClusterReader::cluster);
  }

  private static Optional<ClusterConfig> cluster(Section in) {
    Optional<Redis> redis = in.need("redis", new RedisUrl(), "add `redis: redis://HOST:6379`");
    Optional<String> name =
        in.need(
            "name", new Name(), "add the name that all nodes of the cluster have, `name: prod`");
    Optional<String> node = in.get("node", new Name());
    int nodes = in.get("nodes", Types.integer(1, MOST_NODES), ClusterConfig.NODES);
    Optional<Path> ca = in.file("ca");
    if (ca.isPresent() && redis.isPresent() && !redis.get().tls()) {
      in.fail("ca", "is for connections with TLS: write `rediss://` in `redis`, or leave it out");
    }
    Login sentinels = SentinelLogin.read(in, redis);
    if (redis.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ClusterConfig(redis.get(), name.get(), node, nodes, ca, sentinels));
  }

  /// The name of a cluster or of a node. It is part of keys in Redis and of lines.
  private static final class Name implements HiddenType<String> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

    @Override
    public String read(String text) throws ConfigProblem {
      if (!FORM.matcher(text).matches()) {
        throw new ConfigProblem(
            "must be 1 to 64 letters, digits, dots, dashes, colons and underscores, a letter or a"
                + " digit first");
      }
      return text;
    }
  }
}
