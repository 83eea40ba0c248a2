package dev.sluice.server.jwt;

import java.io.IOException;

/// Fetches the JWKS of an issuer.
@FunctionalInterface
interface KeysFetch {
  /// Returns what is there, of [IssuerKeys#LARGEST] bytes at most. Waits, for seconds at most.
  ///
  /// @throws IOException if it cannot be had, or is larger
  byte[] get() throws IOException, InterruptedException;
}
