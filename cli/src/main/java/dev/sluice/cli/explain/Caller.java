package dev.sluice.cli.explain;

import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Payer;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.Client.Identity;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.config.IssuerConfig;
import dev.sluice.server.config.JwtConfig;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.jwt.ClaimMapper;
import dev.sluice.server.jwt.ClaimMapper.Mapped;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The caller that an explanation is made for.
///
/// @param name what it is called in the log: a key's name, or that of an issuer's caller
/// @param identity what conditions know of it
/// @param team its team
/// @param terms what it may do; empty for a key of a store, which is not opened
/// @param headers those of its request, by lower-case name
record Caller(
    String name,
    Identity identity,
    String team,
    Optional<KeyTerms> terms,
    Map<String, String> headers) {

  /// How a caller is named on the command line.
  ///
  /// @param as a key of the configuration, `TEAM/NAME` of any, or an issuer
  /// @param claims those of a token of that issuer: JSON, or `@FILE` with it; empty for none
  /// @param headers as `NAME=VALUE`
  record Named(String as, Optional<String> claims, List<String> headers) {}

  /// Finds a caller.
  ///
  /// @throws CannotStart if there is no such key or issuer, if claims make nobody, or if a header
  ///   has no value
  static Caller of(SluiceConfig config, Named named) throws CannotStart {
    Map<String, String> headers = headers(named.headers());
    if (named.claims().isPresent()) {
      return byToken(config, named.as(), named.claims().get(), headers);
    }
    String name = named.as();
    int slash = name.indexOf('/');
    if (slash > 0) {
      var known = new Identity(name.substring(slash + 1), Map.of());
      return new Caller(name, known, name.substring(0, slash), Optional.empty(), headers);
    }
    return byKey(config, name, headers);
  }

  private static Caller byKey(SluiceConfig config, String name, Map<String, String> headers)
      throws CannotStart {
    Principal key = principal(config, name);
    return new Caller(
        name, new Identity(name, Map.of()), key.team(), Optional.of(key.terms()), headers);
  }

  private static Map<String, String> headers(List<String> headers) throws CannotStart {
    Map<String, String> named = new HashMap<>();
    for (String header : headers) {
      int is = header.indexOf('=');
      if (is <= 0) {
        throw new CannotStart("--header must be NAME=VALUE, is '" + header + "'");
      }
      named.put(header.substring(0, is).toLowerCase(Locale.ROOT), header.substring(is + 1));
    }
    return named;
  }

  private static Caller byToken(
      SluiceConfig config, String issuer, String claims, Map<String, String> headers)
      throws CannotStart {
    Map<String, Object> said = ClaimMapper.claims(json(claims));
    if (said == null) {
      throw new CannotStart("--claims must be a JSON object, such as '{\"sub\": \"ada\"}'");
    }
    return switch (ClaimMapper.of(issuer(config, issuer)).map(said)) {
      case Mapped.Nobody(String why) ->
          throw new CannotStart(
              "a token of %s with these claims is refused with 401: %s".formatted(issuer, why));
      case Mapped.Caller(Client client) ->
          new Caller(
              client.name(),
              client.identity(),
              client.tenancy().team().orElse(""),
              Optional.of(client.terms()),
              headers);
    };
  }

  private static String json(String claims) throws CannotStart {
    if (!claims.startsWith("@")) {
      return claims;
    }
    try {
      return Files.readString(Path.of(claims.substring(1)));
    } catch (IOException | InvalidPathException e) {
      throw new CannotStart(
          "--claims names the file " + claims.substring(1) + ", which cannot be read");
    }
  }

  private static IssuerConfig issuer(SluiceConfig config, String name) throws CannotStart {
    List<IssuerConfig> issuers = config.server().jwt().map(JwtConfig::issuers).orElse(List.of());
    return issuers.stream()
        .filter(issuer -> issuer.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CannotStart(
                    "there is no issuer '%s' in auth.jwt.issuers: there are %s"
                        .formatted(name, names(issuers.stream().map(IssuerConfig::name)))));
  }

  private static Principal principal(SluiceConfig config, String name) throws CannotStart {
    List<ClientKey> keys = config.server().keys();
    return keys.stream()
        .filter(key -> key.client().name().equals(name))
        .map(ClientKey::principal)
        .findFirst()
        .orElseThrow(
            () ->
                new CannotStart(
                    "there is no key '%s' in server.keys: there are %s; write TEAM/NAME for a key of a store, or add --claims to an issuer"
                        .formatted(name, names(keys.stream().map(key -> key.client().name())))));
  }

  private static String names(Stream<String> all) {
    String names = all.collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }

  private boolean allowsRoute(String route) {
    return terms.map(of -> of.scope().allowsRoute(route)).orElse(true);
  }

  /// Makes a chat of the caller for a model.
  ///
  /// @param now milliseconds since 1970 in UTC
  Call call(String model, long now) {
    var facts = new RequestFacts(model, 0, 0, false, false, OptionalLong.empty(), false);
    return new Call(
        "explain",
        Operation.CHAT,
        facts,
        new Body(Unpooled.EMPTY_BUFFER, () -> {}),
        Map.of(),
        0,
        new Deadline(0),
        NO_LOOP,
        SchedulingHints.NONE,
        FailedTargets.NONE,
        Call.Trace.NONE,
        Payer.NOBODY,
        "",
        new CallOrigin(
            now, "", identity.key(), team, identity.claims(), headers, this::allowsRoute));
  }

  /// The loop of a call that is never sent.
  private static final Loop NO_LOOP =
      new Loop() {
        @Override
        public void execute(Runnable task) {
          throw new UnsupportedOperationException("the call is never sent");
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
          throw new UnsupportedOperationException("the call is never sent");
        }

        @Override
        public boolean inLoop() {
          return false;
        }

        @Override
        public Thread start(String name, Runnable task) {
          throw new UnsupportedOperationException("the call is never sent");
        }
      };
}
