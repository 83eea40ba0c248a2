package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.AnswerFault.Kind;

/// The meaning of an HTTP status where the body says no more.
public final class Statuses {
  private Statuses() {}

  public static Kind kind(int status) {
    return switch (status) {
      case 401 -> Kind.AUTHENTICATION;
      case 402 -> Kind.NO_MONEY;
      case 403 -> Kind.DENIED;
      case 404 -> Kind.NO_MODEL;
      case 408, 504 -> Kind.TIMEOUT;
      case 413 -> Kind.TOO_LARGE;
      case 429 -> Kind.RATE;
      case 503, 529 -> Kind.OVERLOADED;
      default -> status >= 400 && status < 500 ? Kind.INVALID : Kind.INTERNAL;
    };
  }
}
