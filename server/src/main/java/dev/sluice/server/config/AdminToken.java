package dev.sluice.server.config;

import dev.sluice.config.provider.Secret;

/// A token of the admin listener.
///
/// @param name who shows it, for the audit log
/// @param secret what is shown
/// @param role what it is good for
public record AdminToken(String name, Secret secret, Role role) {

  /// The rights of an operator. An admin may do everything, and each may do what a viewer may.
  public enum Role {
    /// May read how calls go, teams, keys, spend and the audit log.
    VIEWER,
    /// May read people, their groups and sessions besides.
    AUDITOR,
    /// May reload, and rotate and revoke keys.
    OPERATOR,
    /// May make and change teams and keys.
    ADMIN;

    public boolean may(Role needed) {
      return this == ADMIN || this == needed || needed == VIEWER;
    }
  }
}
