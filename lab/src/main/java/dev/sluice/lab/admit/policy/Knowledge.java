package dev.sluice.lab.admit.policy;

import dev.sluice.call.Allowance;
import dev.sluice.call.Allowance.Room;
import dev.sluice.call.Allowance.Unit;
import dev.sluice.lab.admit.world.Rates;
import dev.sluice.lab.admit.world.Reply.Stands;
import dev.sluice.lab.sim.limit.Limiter.Standing;
import dev.sluice.quota.Limits;
import dev.sluice.quota.QuotaConfig;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Where the gateway knows the provider's limits from.
public enum Knowledge {
  /// Its configuration.
  CONFIGURATION,
  /// The answers' headers.
  HEADERS,
  /// Refusals alone.
  REFUSALS;

  /// What is configured.
  QuotaConfig config(Rates rates) {
    Limits limits = this == CONFIGURATION ? limits(rates) : Limits.NONE;
    QuotaConfig defaults = QuotaConfig.defaults();
    return new QuotaConfig(Map.of(QuotaConfig.ANY, limits), defaults.concurrency());
  }

  /// What an answer's headers say.
  Allowance told(Stands stands) {
    return this == HEADERS
        ? new Allowance(
            Map.of(Unit.REQUESTS, room(stands.requests()), Unit.TOKENS, room(stands.tokens())))
        : Allowance.NONE;
  }

  private static Limits limits(Rates rates) {
    return new Limits(
        OptionalLong.of(rates.requests()),
        OptionalLong.of(rates.tokens()),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalLong.empty());
  }

  private static Room room(Standing standing) {
    return new Room(
        OptionalLong.of(standing.limit()),
        OptionalLong.of(standing.remaining()),
        Optional.of(standing.reset()));
  }
}
