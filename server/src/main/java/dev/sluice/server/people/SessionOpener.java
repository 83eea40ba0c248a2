package dev.sluice.server.people;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.Logins;
import dev.sluice.accounts.Logins.NewSession;
import dev.sluice.accounts.Logins.Result;
import dev.sluice.accounts.people.PersonSession.Kind;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.config.OidcConfig;
import dev.sluice.server.jwt.TokenListener;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/// Opens sessions for those who have proved who they are. Safe for any thread that may wait.
final class SessionOpener {
  private static final int BYTES = 32;

  private final OidcConfig config;
  private final Accounts accounts;
  private final GroupRights rights;
  private final Clock clock;
  private final TokenListener tokens;
  private final SecureRandom random = new SecureRandom();

  /// A session that is open.
  ///
  /// @param secret what proves it; known to nobody but who has logged in
  /// @param shown whose it is, for people
  /// @param ends in milliseconds since 1970
  record Session(String secret, String shown, long ends) {}

  /// @param tokens notified of what is amiss with tokens of people
  SessionOpener(
      OidcConfig config, Accounts accounts, GroupRights rights, Clock clock, TokenListener tokens) {
    this.config = config;
    this.accounts = accounts;
    this.rights = rights;
    this.clock = clock;
    this.tokens = tokens;
  }

  SecureRandom random() {
    return random;
  }

  /// Opens a session with a secret that is new.
  ///
  /// @param claims what a verified id_token says
  Session open(Map<String, Object> claims, Kind kind)
      throws LoginFailed, StoreException, InterruptedException {
    var said = new IdClaims(claims);
    checkGroups(said);
    Logins.Login login = said.login(config);
    String secret = secret(kind);
    String digest = PeopleAccess.digest(secret);
    long ends = SessionLife.of(config).begun(kind, clock.millis());
    Result result =
        accounts
            .people()
            .logins()
            .logIn(login, new NewSession(digest, kind, said.sid(), ends), rights::any);
    return switch (result) {
      case Result.Opened(var person) -> new Session(secret, person.profile().shown(), ends);
      case Result.Inactive _ ->
          throw new LoginFailed(
              403, "you may not log in any more: ask the operator of this gateway");
      case Result.Taken _ ->
          throw new LoginFailed(
              403,
              "another account has already logged in as this person of the directory: ask the"
                  + " operator of this gateway");
      case Result.Unknown() ->
          throw new LoginFailed(
              403,
              "the directory of this gateway does not know you: ask the operator of this gateway to"
                  + " add you");
      case Result.NoRights() ->
          throw new LoginFailed(
              403,
              "none of your groups has a role here, or a team: ask the operator of this gateway"
                  + " (auth.oidc.roles, auth.oidc.teams)");
    };
  }

  /// Groups that are a link are told to the operator, since nobody who has them can log in.
  private void checkGroups(IdClaims said) throws LoginFailed, StoreException, InterruptedException {
    if (said.linksGroups(config.claims().groups())) {
      tokens.groupsLinked(config.provider().issuer());
      accounts.people().logins().refuse(said.userName(), "its groups are a link");
      throw IdClaims.linked();
    }
  }

  private String secret(Kind kind) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return kind == Kind.TERMINAL ? PeopleAccess.PREFIX + text : text;
  }

  /// Ends the session that a browser had before.
  void end(String secret) throws StoreException, InterruptedException {
    boolean _ = accounts.people().logins().logOut(PeopleAccess.digest(secret));
  }
}
