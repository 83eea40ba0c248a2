package dev.sluice.server.config;

import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.config.provider.Secret;
import dev.sluice.server.config.AdminToken.Role;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How people log in at the admin listener.
///
/// @param provider where they prove who they are, and as which client this gateway asks there
/// @param claims what their id_tokens say
/// @param redirect the base address of the admin listener, as browsers have it
/// @param session how long a session lasts
/// @param idle after how long a browser's session ends that is not used; empty for never
/// @param provisioned whether only those may log in whom a directory has written
/// @param directoryGroups whether the groups of a directory give roles and teams
/// @param device whether terminals may log in by a code that is typed elsewhere
/// @param roles the groups of each role
/// @param teams what people of teams may do, by the team
public record OidcConfig(
    Registration provider,
    Claims claims,
    URI redirect,
    Duration session,
    Optional<Duration> idle,
    boolean provisioned,
    boolean directoryGroups,
    boolean device,
    Map<Role, Set<String>> roles,
    Map<String, TeamRights> teams) {
  public OidcConfig {
    roles = Map.copyOf(roles);
    teams = Map.copyOf(teams);
  }

  /// An OpenID provider, at which this gateway is a client.
  ///
  /// @param issuer its `iss`, compared as it is
  /// @param secret none: a public client
  /// @param ca the authorities that are trusted there; none: those of the system
  public record Registration(
      String issuer,
      String client,
      Optional<Secret> secret,
      Set<String> scopes,
      List<X509Certificate> ca) {
    public Registration {
      scopes = Set.copyOf(scopes);
      ca = List.copyOf(ca);
    }
  }

  /// The names of claims, in which a dot leads into an object.
  ///
  /// @param groups the groups, or roles, of a person
  /// @param link what a directory calls the person
  public record Claims(String groups, String link) {}

  /// What people of a team may do.
  ///
  /// @param members the groups of its members
  /// @param owners the groups of its owners
  /// @param keys how many keys a person may have there
  /// @param terms what a key of a member may do at most
  /// @param most what an owner may let a key of a member do at most
  public record TeamRights(
      Set<String> members, Set<String> owners, int keys, KeyTerms terms, KeyTerms most) {
    public TeamRights {
      members = Set.copyOf(members);
      owners = Set.copyOf(owners);
    }
  }

  /// Whether browsers come over TLS, however it ends in front of this process.
  public boolean isSecure() {
    return "https".equals(redirect.getScheme());
  }
}
