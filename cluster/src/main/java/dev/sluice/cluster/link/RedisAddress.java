package dev.sluice.cluster.link;

import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where Redis is, and who asks it.
///
/// @param tls whether connections are encrypted; the certificate must name the host
/// @param ca certificates that are trusted in place of the system's, in PEM
/// @param user of Redis' access list; empty for the default one
/// @param hosts the server, or sentinels, or some nodes of a Redis Cluster
/// @param database its number; 0 with a Redis Cluster
/// @param primary the name that sentinels know the server by; empty but for sentinels
public record RedisAddress(
    Form form,
    boolean tls,
    Optional<Path> ca,
    Optional<String> user,
    Optional<Secret> password,
    List<Host> hosts,
    int database,
    String primary) {

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

  public RedisAddress {
    hosts = List.copyOf(hosts);
  }

  /// Names it for people, without the password.
  public String shown() {
    StringBuilder text = new StringBuilder();
    for (Host host : hosts) {
      text.append(text.isEmpty() ? "" : ", ").append(host.name()).append(':').append(host.port());
    }
    return text.toString();
  }
}
