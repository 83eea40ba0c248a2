package dev.sluice.server.jwt;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.client.ClientKeys.Reason;
import dev.sluice.server.client.TokenForm;
import dev.sluice.server.jwt.Verdict.Accepted;
import dev.sluice.server.jwt.Verdict.NeedsKeys;
import dev.sluice.server.jwt.Verdict.Refused;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The callers whom tokens stand for, under one configuration. Safe for any thread, loops too:
/// signatures are verified by the threads of the pool, and nothing waits.
public final class TokenCallers {
  private final TokenVerifier verifier;
  private final VerifiedTokens verified = new VerifiedTokens();
  private final FetchPace pace;
  private final Executor pool;
  private final TokenListener listener;
  private final Clock clock;

  /// @param pace of the fetches that tokens ask for, of all configurations
  /// @param pool verifies; may refuse to where much waits
  TokenCallers(
      TokenVerifier verifier, FetchPace pace, Executor pool, TokenListener listener, Clock clock) {
    this.verifier = verifier;
    this.pace = pace;
    this.pool = pool;
    this.listener = listener;
    this.clock = clock;
  }

  /// The issuers of the configuration.
  Collection<TokenVerifier.Issuer> issuers() {
    return verifier.issuers().values();
  }

  /// The client of a token that was verified before; null where it has to be verified.
  ///
  /// @param certificate the SHA-256 of the client's certificate, as `x5t#S256` has it; null for
  ///   none
  public @Nullable Found known(String token, @Nullable String certificate) {
    if (token.length() > TokenForm.LONGEST) {
      return found(new Refused(TokenFault.MALFORMED), false);
    }
    Accepted accepted = verified.get(TokenDigest.of(token));
    return accepted != null && accepted.holds(clock.millis(), certificate)
        ? found(accepted, true)
        : null;
  }

  /// Verifies a token.
  ///
  /// @param certificate as above
  /// @param then told the result, once, on any thread
  public void verify(String token, @Nullable String certificate, Consumer<Found> then) {
    submit(token, certificate, true, then);
  }

  private void submit(
      String token, @Nullable String certificate, boolean mayFetch, Consumer<Found> then) {
    try {
      pool.execute(() -> verifyNow(token, certificate, mayFetch, then));
    } catch (RejectedExecutionException full) {
      then.accept(found(new Refused(TokenFault.BUSY), false));
    }
  }

  /// @param mayFetch whether the keys of its issuer may be asked for
  private void verifyNow(
      String token, @Nullable String certificate, boolean mayFetch, Consumer<Found> then) {
    long now = clock.nanos();
    long wall = clock.millis();
    Verdict verdict = verifier.verify(token, certificate, wall, now);
    switch (verdict) {
      case Accepted accepted -> {
        verified.put(TokenDigest.of(token), accepted, wall);
        then.accept(found(accepted, false));
      }
      case Refused refused -> then.accept(found(refused, false));
      case NeedsKeys needs -> {
        boolean waits =
            mayFetch
                && needs.source().await(pace, now, () -> submit(token, certificate, false, then));
        if (!waits) {
          then.accept(found(withoutKey(needs), false));
        }
      }
    }
  }

  private static Refused withoutKey(NeedsKeys needs) {
    TokenFault fault = needs.known() ? TokenFault.KEY_UNKNOWN : TokenFault.KEYS_UNAVAILABLE;
    return new Refused(fault, needs.issuer(), "");
  }

  private Found found(Verdict verdict, boolean known) {
    return switch (verdict) {
      case Accepted(var client, String issuer, _, _) -> {
        listener.accepted(issuer, known);
        yield new Found.Admitted(client);
      }
      case Refused refused -> {
        listener.refused(refused);
        yield new Found.Refused(refused.fault().passes() ? Reason.TOKEN_UNAVAILABLE : Reason.TOKEN);
      }
      case NeedsKeys needs -> found(withoutKey(needs), known);
    };
  }
}
