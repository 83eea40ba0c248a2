package dev.sluice.server.api;

/// A parameter that makes no sense; the message says which, and what would.
final class BadQuery extends Exception {
  private static final long serialVersionUID = 1;

  BadQuery(String message) {
    super(message);
  }
}
