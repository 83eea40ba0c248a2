package dev.sluice.cluster.link;

import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where Redis is, and who asks it.
///
/// @param login who asks Redis
/// @param sentinels who asks the sentinels; of no use but with those
public record RedisAddress(Place place, Tls tls, Login login, Login sentinels) {

  /// What is at the hosts.
  public enum Form {
    /// One server, or the name of whichever is the primary.
    SINGLE,
    /// Sentinels, which know the primary.
    SENTINEL,
    /// Nodes of a Redis Cluster.
    CLUSTER
  }

  /// A host and its port.
  public record Host(String name, int port) {}

  /// Where it is.
  ///
  /// @param hosts the server, or sentinels, or some nodes of a Redis Cluster
  /// @param database its number; 0 with a Redis Cluster
  /// @param primary the name that sentinels know the server by; empty but for sentinels
  public record Place(Form form, List<Host> hosts, int database, String primary) {
    public Place {
      hosts = List.copyOf(hosts);
    }
  }

  /// How connections are protected, those to sentinels too.
  ///
  /// @param on whether they are encrypted; the certificate must name the host
  /// @param ca certificates that are trusted in place of the system's, in PEM
  public record Tls(boolean on, Optional<Path> ca) {
    /// Plain connections.
    public static final Tls OFF = new Tls(false, Optional.empty());
  }

  /// The user that asks, and its password.
  ///
  /// @param user of an access list; empty for the default one
  /// @param password empty where none is asked for
  public record Login(Optional<String> user, Optional<Secret> password) {
    /// The default user, without a password.
    public static final Login NONE = new Login(Optional.empty(), Optional.empty());
  }
}
