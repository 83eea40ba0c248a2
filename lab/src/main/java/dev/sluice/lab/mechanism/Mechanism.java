package dev.sluice.lab.mechanism;

import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.RoutePolicy;
import java.util.function.UnaryOperator;

/// A mechanism of the gateway that an experiment can do without, which shows what it is for.
@SuppressWarnings("ImmutableEnumChecker")
public enum Mechanism {
  RETRY("", "retry: off"),
  RACE("", "race: off"),
  BREAKER("", "breaker: off"),
  /// Failures that may be due to one caller's requests open the circuit to that caller alone.
  SUSPECTS(policy -> policy.with(policy.breaker().map(BreakerConfig::withoutSuspects))),
  TIMEOUTS("", "timeout: {first_token: 10m, stall: 10m}"),
  /// What is learned of providers' limits; without it calls are sent until providers refuse them.
  QUOTA("", ""),
  BATCH("batch: {max_wait: 100ms}", ""),
  CACHE("cache: {max: 64MiB}", ""),
  COALESCE("coalesce: true", ""),
  RESUME("resume: prefill", ""),
  COMMIT("commit: complete", ""),
  AFFINITY("affinity: prefix", "");

  private final String on;
  private final String off;
  private final UnaryOperator<RoutePolicy> change;

  /// @param on the setting of a gateway that has the mechanism where it must be switched on; empty
  ///   for what a gateway does anyhow
  /// @param off the setting without the mechanism; empty for what it is without the other
  Mechanism(String on, String off) {
    this(on, off, UnaryOperator.identity());
  }

  /// @param change makes a policy without the mechanism, which the configuration file cannot
  Mechanism(UnaryOperator<RoutePolicy> change) {
    this("", "", change);
  }

  Mechanism(String on, String off, UnaryOperator<RoutePolicy> change) {
    this.on = on;
    this.off = off;
    this.change = change;
  }

  String on() {
    return on;
  }

  String off() {
    return off;
  }

  RoutePolicy without(RoutePolicy policy) {
    return change.apply(policy);
  }
}
