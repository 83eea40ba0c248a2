package dev.sluice.server.config;

import dev.sluice.config.provider.Secret;

/// A token of the admin listener.
///
/// @param name who shows it, for the audit log
/// @param secret what is shown
/// @param role what it is good for
public record AdminToken(String name, Secret secret, Role role) {

  /// The rights of an operator; each role may do what those before it may.
  public enum Role {
    /// May read.
    VIEWER,
    /// May reload, and rotate and revoke keys.
    OPERATOR,
    /// May make and change teams and keys.
    ADMIN;

    public boolean may(Role needed) {
      return compareTo(needed) >= 0;
    }
  }
}
