package dev.sluice.transport.http;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/// What errors of a channel say of TLS.
final class TlsErrors {
  private TlsErrors() {}

  /// Whether TLS itself has failed.
  static boolean isTls(Throwable cause) {
    return cause instanceof SSLException || cause.getCause() instanceof SSLException;
  }

  /// Whether the handshake has failed. A server of TLS 1.3 judges the client's certificate when the
  /// client's part of the handshake is over, and the request perhaps on its way.
  static boolean isOfHandshake(Throwable cause) {
    return cause instanceof SSLHandshakeException
        || cause.getCause() instanceof SSLHandshakeException;
  }
}
