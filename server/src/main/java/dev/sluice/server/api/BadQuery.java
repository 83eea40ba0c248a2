package dev.sluice.server.api;

/// The failure of a parameter that makes no sense; the message says which parameter, and what
/// would.
final class BadQuery extends Exception {
  private static final long serialVersionUID = 1;

  BadQuery(String message) {
    super(message);
  }
}
