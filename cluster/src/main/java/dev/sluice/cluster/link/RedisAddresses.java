package dev.sluice.cluster.link;

import dev.sluice.config.provider.Secret;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;

/// Addresses as the client library has them.
final class RedisAddresses {
  private RedisAddresses() {}

  /// Returns the address of one server, or of the primary that sentinels know. They take the same
  /// user and password as the server.
  static RedisURI single(RedisAddress address, Duration patience) {
    RedisURI uri = of(address, address.hosts().getFirst(), patience);
    uri.setDatabase(address.database());
    if (address.form() == RedisAddress.Form.SENTINEL) {
      uri.setSentinelMasterId(address.primary());
      address.hosts().forEach(host -> uri.getSentinels().add(of(address, host, patience)));
    }
    return uri;
  }

  /// Returns the nodes of a Redis Cluster to begin with.
  static List<RedisURI> nodes(RedisAddress address, Duration patience) {
    return address.hosts().stream().map(host -> of(address, host, patience)).toList();
  }

  private static RedisURI of(RedisAddress address, RedisAddress.Host host, Duration patience) {
    RedisURI uri = new RedisURI(host.name(), host.port(), patience);
    uri.setSsl(address.tls());
    uri.setVerifyPeer(true);
    if (address.password().isPresent()) {
      char[] password = address.password().map(Secret::reveal).orElse("").toCharArray();
      if (address.user().isPresent()) {
        uri.setAuthentication(address.user().get(), password);
      } else {
        uri.setAuthentication(password);
      }
    }
    return uri;
  }
}
