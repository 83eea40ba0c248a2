package dev.sluice.server.edge;

import dev.sluice.server.http2.ClientBudgets;
import org.jspecify.annotations.Nullable;

/// The rules that the connections of one event loop go by now, the pace of their refusals, and the
/// budgets of their clients. The rules change between two requests of the loop. Confined to it.
final class LoopRules {
  private HeadValidator validator;
  private ClientChannels.Wire wire;
  private final RefusalRateLimiter refusals;

  /// Null as long as no client has spoken HTTP/2.
  private @Nullable ClientBudgets budgets;

  LoopRules(Rules rules, RefusalRateLimiter refusals) {
    this.refusals = refusals;
    this.validator = rules.validator();
    this.wire = rules.wire();
  }

  /// Rules for all connections. Immutable.
  ///
  /// @param validator judges requests by their heads
  record Rules(HeadValidator validator, ClientChannels.Wire wire) {}

  void use(Rules rules) {
    validator = rules.validator();
    wire = rules.wire();
  }

  HeadValidator validator() {
    return validator;
  }

  ClientTimeouts timeouts() {
    return wire.timeouts();
  }

  /// What connections pass before their first request.
  ClientChannels.Wire wire() {
    return wire;
  }

  /// The budgets of clients that speak HTTP/2.
  ClientBudgets budgets() {
    if (budgets == null) {
      budgets = new ClientBudgets();
    }
    return budgets;
  }

  /// The pace of all connections of the loop together.
  RefusalRateLimiter refusals() {
    return refusals;
  }
}
