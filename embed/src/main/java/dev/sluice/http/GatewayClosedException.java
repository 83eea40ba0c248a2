package dev.sluice.http;

import org.jspecify.annotations.Nullable;

/// A request was sent to a gateway that has been closed.
public final class GatewayClosedException extends IllegalStateException {
  GatewayClosedException(@Nullable Throwable cause) {
    super(
        "the gateway is closed and takes no more calls: start another one, or close it after the"
            + " clients that use it",
        cause);
  }
}
