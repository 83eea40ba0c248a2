package dev.sluice.server.edge;

import dev.sluice.call.Failed;

/// A request of the gateway's own to a provider that has no answer.
public final class ProviderFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failed why;

  ProviderFault(Failed why) {
    super(why.kind() + " " + why.detail(), null, false, false);
    this.why = why;
  }

  /// Why it has none.
  public Failed why() {
    return why;
  }
}
