package dev.sluice.server.edge;

import dev.sluice.server.edge.head.HeadValidator;

/// The rules that the connections of one event loop go by now. They change between two requests of
/// the loop. Confined to it.
final class LoopRules {
  private HeadValidator validator;
  private ClientTimeouts timeouts;

  LoopRules(Rules rules) {
    this.validator = rules.validator();
    this.timeouts = rules.timeouts();
  }

  /// Rules for all connections. Immutable.
  ///
  /// @param validator judges requests by their heads
  record Rules(HeadValidator validator, ClientTimeouts timeouts) {}

  void use(Rules rules) {
    validator = rules.validator();
    timeouts = rules.timeouts();
  }

  HeadValidator validator() {
    return validator;
  }

  ClientTimeouts timeouts() {
    return timeouts;
  }
}
