package dev.sluice.cluster.link;

import dev.sluice.cluster.link.RedisAddress.Host;
import dev.sluice.cluster.link.RedisAddress.Login;
import dev.sluice.config.provider.Secret;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Addresses as the client library has them.
final class RedisAddresses {
  private RedisAddresses() {}

  /// Returns the address of one server, or of the primary that sentinels know.
  static RedisURI single(RedisAddress address, Duration patience) {
    RedisAddress.Place place = address.place();
    RedisURI uri = of(address, place.hosts().getFirst(), address.login(), patience);
    uri.setDatabase(place.database());
    if (place.form() == RedisAddress.Form.SENTINEL) {
      uri.setSentinelMasterId(place.primary());
      place
          .hosts()
          .forEach(
              host -> uri.getSentinels().add(of(address, host, address.sentinels(), patience)));
    }
    return uri;
  }

  /// Returns the nodes of a Redis Cluster to begin with.
  static List<RedisURI> nodes(RedisAddress address, Duration patience) {
    return address.place().hosts().stream()
        .map(host -> of(address, host, address.login(), patience))
        .toList();
  }

  private static RedisURI of(RedisAddress address, Host host, Login login, Duration patience) {
    RedisURI uri = new RedisURI(host.name(), host.port(), patience);
    uri.setSsl(address.tls().on());
    uri.setVerifyPeer(true);
    login.password().ifPresent(password -> authenticate(uri, login.user(), password));
    return uri;
  }

  private static void authenticate(RedisURI uri, Optional<String> user, Secret secret) {
    char[] password = secret.reveal().toCharArray();
    if (user.isPresent()) {
      uri.setAuthentication(user.get(), password);
    } else {
      uri.setAuthentication(password);
    }
  }
}
