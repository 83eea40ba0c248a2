package dev.sluice.server.edge;

import dev.sluice.server.http2.ClientBudgets;
import org.jspecify.annotations.Nullable;

/// The rules that the connections of one event loop go by now, the pace of their refusals, and the
/// budgets of their clients. The rules change between two requests of the loop. Confined to it.
final class LoopRules {
  private HeadValidator validator;
  private ClientTimeouts timeouts;
  private boolean h2c;
  private final RefusalPace refusals;

  /// Null as long as no client has spoken HTTP/2.
  private @Nullable ClientBudgets budgets;

  LoopRules(Rules rules, RefusalPace refusals) {
    this.refusals = refusals;
    this.validator = rules.validator();
    this.timeouts = rules.timeouts();
    this.h2c = rules.h2c();
  }

  /// Rules for all connections. Immutable.
  ///
  /// @param validator judges requests by their heads
  /// @param h2c whether a client without TLS may begin with HTTP/2
  record Rules(HeadValidator validator, ClientTimeouts timeouts, boolean h2c) {}

  void use(Rules rules) {
    validator = rules.validator();
    timeouts = rules.timeouts();
    h2c = rules.h2c();
  }

  HeadValidator validator() {
    return validator;
  }

  ClientTimeouts timeouts() {
    return timeouts;
  }

  /// Whether a connection without TLS may begin with HTTP/2.
  boolean h2c() {
    return h2c;
  }

  /// The budgets of clients that speak HTTP/2.
  ClientBudgets budgets() {
    if (budgets == null) {
      budgets = new ClientBudgets();
    }
    return budgets;
  }

  /// The pace of all connections of the loop together.
  RefusalPace refusals() {
    return refusals;
  }
}
