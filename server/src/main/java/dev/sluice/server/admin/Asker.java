package dev.sluice.server.admin;

import dev.sluice.server.config.AdminToken.Role;
import java.util.Map;
import java.util.Optional;

/// The sender of a request to the admin listener: a token, or a person with a session.
///
/// @param name for the audit log
/// @param shown for people
/// @param person the id of a person; empty for a token
/// @param role what the asker may do; empty for a person with no more than teams
/// @param teams what the person is in which team
public record Asker(
    String name,
    String shown,
    Optional<String> person,
    Optional<Role> role,
    Map<String, TeamMembership> teams) {
  /// The sender of a request to a listener that asks for no token: it may read.
  static final Asker ANYBODY =
      new Asker("", "", Optional.empty(), Optional.of(Role.VIEWER), Map.of());

  public Asker {
    teams = Map.copyOf(teams);
  }

  /// The asker that shows a token.
  public static Asker token(String name, Role role) {
    return new Asker(name, name, Optional.empty(), Optional.of(role), Map.of());
  }

  public boolean may(Role needed) {
    return role.filter(own -> own.may(needed)).isPresent();
  }
}
