package dev.sluice.dialect.rule;

import dev.sluice.dialect.hub.AnswerFault.Kind;

/// The meaning of HTTP statuses: of one where the body says no more, and that of a fault where its
/// dialect has no other.
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

  public static int of(Kind kind) {
    return switch (kind) {
      case INVALID, TOO_LONG -> 400;
      case AUTHENTICATION -> 401;
      case NO_MONEY -> 402;
      case DENIED -> 403;
      case NO_MODEL -> 404;
      case TOO_LARGE -> 413;
      case RATE -> 429;
      case INTERNAL, CUT, MALFORMED -> 500;
      case OVERLOADED -> 503;
      case TIMEOUT -> 504;
    };
  }
}
