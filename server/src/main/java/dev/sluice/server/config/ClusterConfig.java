package dev.sluice.server.config;

import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The configuration of a cluster: gateways that use the same accounts, and share limits.
///
/// @param redis through which they share them
/// @param name what the gateways of a cluster have in common
/// @param node what this one is called, for people; by its host and port where it is empty
/// @param nodes how many gateways there are, while Redis has not said so
/// @param ca certificates that Redis' is checked by, in PEM, in place of the system's
/// @param sentinels who asks the sentinels; of no use but with those
public record ClusterConfig(
    Redis redis,
    String name,
    Optional<String> node,
    int nodes,
    Optional<Path> ca,
    Login sentinels) {
  /// How many gateways there are where the file says nothing.
  public static final int NODES = 2;

  /// An address of Redis or Valkey.
  ///
  /// @param tls whether connections are encrypted
  /// @param database its number
  /// @param primary the name that sentinels know it by; empty but for sentinels
  public record Redis(
      Form form, boolean tls, Login login, List<Host> hosts, int database, String primary) {
    public Redis {
      hosts = List.copyOf(hosts);
    }
  }

  /// The user that asks, and its password.
  ///
  /// @param user of an access list; empty for the default one
  /// @param password empty where none is asked for
  public record Login(Optional<String> user, Optional<Secret> password) {
    /// The default user, without a password.
    public static final Login NONE = new Login(Optional.empty(), Optional.empty());
  }

  /// What is at an address.
  public enum Form {
    /// One server.
    SINGLE,
    /// Sentinels.
    SENTINEL,
    /// Nodes of a Redis Cluster.
    CLUSTER
  }

  /// A host and its port.
  public record Host(String name, int port) {}
}
