package dev.sluice.cli.explain;

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
import dev.sluice.server.config.SluiceConfig;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The caller that an explanation is made for.
///
/// @param key the name of its key
/// @param team the key's team
/// @param routes which routes the key may use
/// @param headers those of its request, by lower-case name
record Caller(String key, String team, Predicate<String> routes, Map<String, String> headers) {

  /// Finds a key of a configuration.
  ///
  /// @param name of a key of the configuration, or `TEAM/NAME` of any
  /// @param headers as `NAME=VALUE`
  /// @throws CannotStart if there is no such key, or a header has no value
  static Caller of(SluiceConfig config, String name, List<String> headers) throws CannotStart {
    Map<String, String> named = new HashMap<>();
    for (String header : headers) {
      int is = header.indexOf('=');
      if (is <= 0) {
        throw new CannotStart("--header must be NAME=VALUE, is '" + header + "'");
      }
      named.put(header.substring(0, is).toLowerCase(Locale.ROOT), header.substring(is + 1));
    }
    int slash = name.indexOf('/');
    return slash > 0
        ? new Caller(name.substring(slash + 1), name.substring(0, slash), _ -> true, named)
        : of(principal(config, name), name, named);
  }

  private static Caller of(Principal key, String name, Map<String, String> headers) {
    return new Caller(name, key.team(), key.terms().scope()::allowsRoute, headers);
  }

  private static Principal principal(SluiceConfig config, String name) throws CannotStart {
    Optional<Principal> principal =
        config.server().keys().stream()
            .filter(key -> key.client().name().equals(name))
            .map(key -> key.principal())
            .findFirst();
    if (principal.isEmpty()) {
      String known =
          config.server().keys().stream()
              .map(key -> key.client().name())
              .collect(Collectors.joining(", "));
      throw new CannotStart(
          "there is no key '%s' in server.keys: there are %s; write TEAM/NAME for a key of a store"
              .formatted(name, known.isEmpty() ? "none" : known));
    }
    return principal.get();
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
        new CallOrigin(now, "", key, team, Map.of(), headers, routes));
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
