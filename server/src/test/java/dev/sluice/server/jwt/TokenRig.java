package dev.sluice.server.jwt;

import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.call.request.Band;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.expression.Expression;
import dev.sluice.config.expression.ExpressionException;
import dev.sluice.config.expression.ValueType;
import dev.sluice.config.expression.Vocabulary;
import dev.sluice.server.client.ClientKeys.Found;
import dev.sluice.server.config.IssuerConfig;
import dev.sluice.server.config.IssuerConfig.ClaimMapping;
import dev.sluice.server.config.IssuerConfig.KeysAddress;
import dev.sluice.server.config.IssuerConfig.TokenCheck;
import dev.sluice.server.config.JwtConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Callers by tokens of one issuer, whose keys come from no socket, in a time that stands still.
final class TokenRig implements AutoCloseable {
  static final Set<String> ALGORITHMS = Set.of("RS256", "PS256", "ES256", "EdDSA");
  private static final Vocabulary<Map<String, Object>> CLAIMS =
      Vocabulary.<Map<String, Object>>builder()
          .fact("claims", ValueType.VALUES_BY_NAME, claims -> claims)
          .build();

  /// Whether the listener throws.
  volatile boolean breaks;

  final TokenMaker maker = TokenMaker.own();
  final List<TokenVerdict.Refused> refused = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger known = new AtomicInteger();
  final AtomicInteger fetches = new AtomicInteger();
  volatile KeysFetch fetch = maker::jwks;
  final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
  final AtomicLong wall = new AtomicLong(1_800_000_000_000L);
  final TokenIssuers issuers =
      new TokenIssuers(
          new TokenListener() {
            @Override
            public void refused(TokenVerdict.Refused verdict) {
              refused.add(verdict);
            }

            @Override
            public void fetched(String issuer, int keys) {
              if (breaks) {
                throw new IllegalStateException("a bug of a listener");
              }
            }

            @Override
            public void accepted(String issuer, boolean before) {
              known.addAndGet(before ? 1 : 0);
              if (breaks) {
                throw new IllegalStateException("a bug of a listener");
              }
            }
          },
          new Clock() {
            @Override
            public long nanos() {
              return nanos.get();
            }

            @Override
            public Instant wall() {
              return Instant.ofEpochMilli(wall.get());
            }
          },
          _ -> this::fetched);
  TokenCallers callers;

  TokenRig() {
    callers = reload();
  }

  /// Takes the configuration of the start.
  TokenCallers reload() {
    return callers(check(Optional.empty(), Set.of(), false), mapping("claims.team"), Set.of());
  }

  private byte[] fetched() throws IOException, InterruptedException {
    fetches.incrementAndGet();
    return fetch.get();
  }

  static TokenCheck check(Optional<String> type, Set<String> clients, boolean bound) {
    return new TokenCheck(
        Set.of("sluice"),
        ALGORITHMS,
        type,
        clients,
        bound,
        Duration.ofMinutes(1),
        Duration.ofDays(1));
  }

  static ClaimMapping mapping(String team) {
    return new ClaimMapping(
        Optional.empty(),
        expression("claims.sub"),
        expression(team),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        KeyTerms.upTo(Band.INTERACTIVE),
        Optional.empty(),
        Map.of());
  }

  static Expression<Map<String, Object>> expression(String text) {
    try {
      return CLAIMS.expression(text, ValueType.DYNAMIC);
    } catch (ExpressionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Takes another configuration.
  TokenCallers callers(TokenCheck check, ClaimMapping mapping, Set<String> revoked) {
    var address =
        new KeysAddress(URI.create("https://keys.example.com"), List.of(), Optional.empty());
    var issuer = new IssuerConfig("login", TokenMaker.ISSUER, address, check, mapping);
    callers =
        Objects.requireNonNull(
            issuers.prepare(Optional.of(new JwtConfig(List.of(issuer), revoked))));
    issuers.use(callers);
    return callers;
  }

  Map<String, Object> claims() {
    return TokenMaker.claims(wall.get());
  }

  Found verify(String token) throws Exception {
    return verify(token, null);
  }

  Found verify(String token, @Nullable String certificate) throws Exception {
    Found before = callers.known(token, certificate);
    if (before != null) {
      return before;
    }
    var found = new CompletableFuture<Found>();
    callers.verify(token, certificate, "192.0.2.1", found::complete);
    return found.get(20, TimeUnit.SECONDS);
  }

  TokenFault last() {
    return refused.getLast().fault();
  }

  @Override
  public void close() {
    issuers.close();
  }
}
