package dev.sluice.server.edge;

/// The rules that the connections of one event loop go by now, and the pace of their refusals. The
/// rules change between two requests of the loop. Confined to it.
final class LoopRules {
  private HeadValidator validator;
  private ClientTimeouts timeouts;
  private final RefusalPace refusals;

  LoopRules(Rules rules, RefusalPace refusals) {
    this.refusals = refusals;
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

  /// The pace of all connections of the loop together.
  RefusalPace refusals() {
    return refusals;
  }
}
