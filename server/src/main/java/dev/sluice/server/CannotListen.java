package dev.sluice.server;

import dev.sluice.server.config.ListenAddresses;
import java.net.InetSocketAddress;

/// A listener could not be opened. The message is one line for the operator that starts the server.
public final class CannotListen extends Exception {
  private static final long serialVersionUID = 1L;

  CannotListen(String what, InetSocketAddress address, Throwable cause) {
    super(
        "cannot listen on %s (%s): %s; free it or choose another"
            .formatted(ListenAddresses.text(address), what, reason(address, cause)),
        cause);
  }

  private static String reason(InetSocketAddress address, Throwable cause) {
    return address.isUnresolved()
        ? "the name does not resolve"
        : String.valueOf(cause.getMessage());
  }
}
