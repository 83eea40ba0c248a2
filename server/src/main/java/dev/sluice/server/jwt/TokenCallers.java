package dev.sluice.server.jwt;

import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.client.ClientKeys.Reason;
import dev.sluice.server.client.TokenForm;
import dev.sluice.server.config.JwtConfig;
import dev.sluice.server.jwt.TokenVerdict.Accepted;
import dev.sluice.server.jwt.TokenVerdict.NeedsKeys;
import dev.sluice.server.jwt.TokenVerdict.Refused;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The callers whom tokens stand for, under one configuration. Safe for any thread, loops too:
/// signatures are verified by the threads of the pool, and nothing waits.
public final class TokenCallers {
  private final JwtConfig config;
  private final TokenVerifier verifier;
  private final VerifiedTokens verified = new VerifiedTokens();
  private final AddressRateLimiter pace;
  private final Executor pool;
  private final TokenListener listener;
  private final Clock clock;

  /// @param config what the verifier was made of
  /// @param pace of the tokens of each address, under all configurations
  /// @param pool verifies; may refuse to where much waits
  TokenCallers(
      JwtConfig config,
      TokenVerifier verifier,
      AddressRateLimiter pace,
      Executor pool,
      TokenListener listener,
      Clock clock) {
    this.config = config;
    this.verifier = verifier;
    this.pace = pace;
    this.pool = pool;
    this.listener = listener;
    this.clock = clock;
  }

  JwtConfig config() {
    return config;
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
    return accepted != null && accepted.holds(clock.millis(), clock.nanos(), certificate)
        ? found(accepted, true)
        : null;
  }

  /// Verifies a token, unless too many of its address were refused or are under way.
  ///
  /// @param certificate the SHA-256 of the client's certificate, as `x5t#S256` has it; null for
  ///   none
  /// @param address where the request comes from
  /// @param then told the result, once, on any thread
  public void verify(
      String token, @Nullable String certificate, String address, Consumer<Found> then) {
    if (pace.take(address)) {
      submit(new Question(token, certificate, address, then));
    } else {
      then.accept(found(new Refused(TokenFault.BUSY), false));
    }
  }

  private record Question(
      String token, @Nullable String certificate, String address, Consumer<Found> then) {}

  private void submit(Question of) {
    try {
      pool.execute(() -> verifyNow(of, true));
    } catch (RejectedExecutionException full) {
      pace.giveBack(of.address());
      answer(of, new Refused(TokenFault.BUSY));
    }
  }

  /// @param mayFetch whether the keys of its issuer may be asked for
  private void verifyNow(Question of, boolean mayFetch) {
    TokenVerdict verdict;
    try {
      verdict = verifier.verify(of.token(), of.certificate(), clock.millis(), clock.nanos());
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug in the verification of a token", bug);
      verdict = new Refused(TokenFault.BUSY);
    }
    if (verdict instanceof NeedsKeys needs) {
      boolean waits = mayFetch && needs.source().await(clock.nanos(), () -> verifyNow(of, false));
      if (!waits) {
        answer(of, withoutKey(needs, !mayFetch));
      }
    } else {
      answer(of, verdict);
    }
  }

  private void answer(Question of, TokenVerdict verdict) {
    switch (verdict) {
      case Accepted accepted -> {
        verified.put(TokenDigest.of(of.token()), accepted, of.token().length(), clock.millis());
        String team = accepted.client().tenancy().team().orElse("");
        tell(() -> listener.verified(accepted.issuer(), team));
        pace.giveBack(of.address());
      }
      case Refused(var fault, _, _) when fault == TokenFault.KEYS_UNAVAILABLE ->
          pace.giveBack(of.address());
      default -> {}
    }
    of.then().accept(found(verdict, false));
  }

  /// @param looked whether the keys of the issuer were fetched for the token
  private static Refused withoutKey(NeedsKeys needs, boolean looked) {
    if (!needs.known()) {
      return new Refused(TokenFault.KEYS_UNAVAILABLE, needs.issuer(), "");
    }
    return new Refused(looked ? TokenFault.KEY_UNKNOWN : TokenFault.BUSY, needs.issuer(), "");
  }

  private Found found(TokenVerdict verdict, boolean known) {
    return switch (verdict) {
      case Accepted accepted -> {
        tell(() -> listener.accepted(accepted.issuer(), known));
        yield new Found.Admitted(accepted.client());
      }
      case Refused refused -> {
        tell(() -> listener.refused(refused));
        yield new Found.Refused(refused.fault().passes() ? Reason.TOKEN_UNAVAILABLE : Reason.TOKEN);
      }
      case NeedsKeys needs -> found(withoutKey(needs, false), known);
    };
  }

  /// Tells the listener, which must not stand between a token and its answer.
  private static void tell(Runnable told) {
    try {
      told.run();
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug in what is told of tokens", bug);
    }
  }
}
