package dev.sluice.dialect.codec;

import dev.sluice.dialect.hub.HubEvent;

/// An encoder of the hub's events in a client's dialect, in whole events. Belongs to one thread and
/// one answer.
public interface EventEncoder {
  void accept(HubEvent event);

  /// Returns what has been written since the last call of this method.
  byte[] take();
}
