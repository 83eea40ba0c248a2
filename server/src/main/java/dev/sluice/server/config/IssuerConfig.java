package dev.sluice.server.config;

import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.config.expression.Expression;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An issuer whose tokens make callers.
///
/// @param name what it is called here
/// @param issuer the `iss` of its tokens, compared as it is
/// @param keys where its keys are
/// @param check what its tokens must say
/// @param mapping what callers their claims make
public record IssuerConfig(
    String name, String issuer, KeysAddress keys, TokenCheck check, ClaimMapping mapping) {

  /// Where the keys of an issuer (JWKS) are fetched.
  ///
  /// @param url its address
  /// @param ca the authorities that are trusted there; none: those of the system
  /// @param token a file with the token to show there; empty for none
  public record KeysAddress(URI url, List<X509Certificate> ca, Optional<Path> token) {
    public KeysAddress {
      ca = List.copyOf(ca);
    }
  }

  /// What tokens of an issuer must say.
  ///
  /// @param audiences of which a token must be for one
  /// @param algorithms of signatures, by their names in JWA (RFC 7518)
  /// @param type the `typ` that a token must have; empty: none, `JWT` or `at+jwt`
  /// @param clients to which of them a token must have been given (`azp`, `client_id`); none: all
  /// @param bound whether a token must be bound to the client's certificate (RFC 8705)
  /// @param leeway how much clocks may differ
  /// @param maxLife how long a token may still hold
  public record TokenCheck(
      Set<String> audiences,
      Set<String> algorithms,
      Optional<String> type,
      Set<String> clients,
      boolean bound,
      Duration leeway,
      Duration maxLife) {
    public TokenCheck {
      audiences = Set.copyOf(audiences);
      algorithms = Set.copyOf(algorithms);
      clients = Set.copyOf(clients);
    }
  }

  /// What caller the claims of a token make. An expression that has no value makes none.
  ///
  /// @param when which tokens are taken; empty: all
  /// @param name the caller's name among those of the issuer
  /// @param team the caller's team
  /// @param teams the teams that it may have: names, or their beginnings with `*`; none: all
  /// @param priority the most urgent band; empty: that of the terms
  /// @param models what it may call, within the terms; empty: what these allow
  /// @param terms what each caller may do, where `profile` names none
  /// @param profile the name of one of `profiles`; empty: `terms` count
  /// @param profiles terms by name
  public record ClaimMapping(
      Optional<Expression<Map<String, Object>>> when,
      Expression<Map<String, Object>> name,
      Expression<Map<String, Object>> team,
      List<String> teams,
      Optional<Expression<Map<String, Object>>> priority,
      Optional<Expression<Map<String, Object>>> models,
      KeyTerms terms,
      Optional<Expression<Map<String, Object>>> profile,
      Map<String, KeyTerms> profiles) {
    public ClaimMapping {
      teams = List.copyOf(teams);
      profiles = Map.copyOf(profiles);
    }
  }
}
