package dev.sluice.dialect.codec;

import dev.sluice.dialect.hub.HubEvent;

/// Writes the hub's events as a client's dialect has them, in whole events. Belongs to one thread
/// and one answer.
public interface EventEncoder {
  void accept(HubEvent event);

  /// What has been written since the last time.
  byte[] take();
}
