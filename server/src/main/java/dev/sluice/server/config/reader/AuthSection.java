package dev.sluice.server.config.reader;

import dev.sluice.config.yaml.Section;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.server.config.AdminToken.Role;
import dev.sluice.server.config.JwtConfig;
import dev.sluice.server.config.OidcConfig;
import java.util.Optional;

/// The section `auth`.
///
/// @param jwt whose tokens make callers
/// @param oidc how people log in
record AuthSection(Optional<JwtConfig> jwt, Optional<OidcConfig> oidc) {

  /// Reads the section.
  ///
  /// @param stored whether there is a store
  static AuthSection read(Section root, boolean stored) {
    return root.has("auth")
        ? root.in("auth", auth -> of(auth, stored))
        : new AuthSection(Optional.empty(), Optional.empty());
  }

  private static AuthSection of(Section auth, boolean stored) {
    boolean jwt = auth.has("jwt");
    boolean oidc = auth.has("oidc");
    if (!jwt && !oidc) {
      auth.fail(
          "has neither jwt nor oidc: add `jwt: {issuers: {NAME: {issuer: URL, audience: [NAME]}}}`"
              + " for callers, or `oidc: {issuer: URL, client_id: NAME, redirect: URL}` for people");
    }
    return new AuthSection(
        jwt ? auth.in("jwt", JwtReader::jwt) : Optional.empty(),
        oidc ? auth.in("oidc", in -> OidcReader.read(in, stored)) : Optional.empty());
  }

  /// Returns a listener with the people who log in at it. It must have a token that does
  /// everything: roles come from elsewhere, and nobody may be left who has one.
  AdminConfig people(Section root, AdminConfig admin) {
    boolean anyAdmin = admin.all().stream().anyMatch(token -> token.role() == Role.ADMIN);
    if (oidc.isPresent() && !anyAdmin) {
      root.fail(
          "auth",
          "needs a token with the role admin beside oidc, by which you come in when the provider is"
              + " away, or nobody has that role: add `admin: {token: \"${env:NAME}\"}`");
    }
    return admin.withPeople(oidc);
  }
}
