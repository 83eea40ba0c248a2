package dev.sluice.it.matrix;

import java.util.List;

/// The families of clients, which have one way each to name a failure.
enum ClientKind {
  ANTHROPIC(DialectGateways.MESSAGES, Naming.SDK),
  OPENAI(DialectGateways.CHAT, Naming.SDK),
  OPENAI_RESPONSES(DialectGateways.RESPONSES, Naming.SDK),
  GOOGLE(DialectGateways.GEMINI, Naming.GOOGLE),
  LANGCHAIN4J_ANTHROPIC(DialectGateways.MESSAGES, Naming.LANGCHAIN4J),
  LANGCHAIN4J_OPENAI(DialectGateways.CHAT, Naming.LANGCHAIN4J),
  LANGCHAIN4J_GOOGLE(DialectGateways.GEMINI, Naming.LANGCHAIN4J),
  VERCEL_ANTHROPIC(DialectGateways.MESSAGES, Naming.VERCEL),
  VERCEL_OPENAI(DialectGateways.CHAT, Naming.VERCEL),
  VERCEL_RESPONSES(DialectGateways.RESPONSES, Naming.VERCEL),
  VERCEL_GOOGLE(DialectGateways.GEMINI, Naming.VERCEL);

  private final String dialect;
  private final Naming naming;

  ClientKind(String dialect, Naming naming) {
    this.dialect = dialect;
    this.naming = naming;
  }

  /// What they speak.
  String dialect() {
    return dialect;
  }

  /// Which classes may stand for an error with this status, without `Error` or `Exception`.
  List<String> classes(int status) {
    return switch (naming) {
      case SDK ->
          switch (status) {
            case 400 -> List.of("BadRequest");
            case 401 -> List.of("Authentication", "Unauthorized");
            case 404 -> List.of("NotFound");
            case 429 -> List.of("RateLimit");
            default -> List.of("InternalServer", "Overloaded");
          };
      case LANGCHAIN4J ->
          switch (status) {
            case 400 -> List.of("InvalidRequest");
            case 401 -> List.of("Authentication");
            case 404 -> List.of("ModelNotFound");
            case 429 -> List.of("RateLimit");
            default -> List.of("InternalServer");
          };
      case GOOGLE -> List.of(status < 500 ? "Client" : "Server", "Api");
      case VERCEL -> List.of("APICall");
    };
  }

  /// Whether they tell the type that the error's body says.
  boolean tellsTypes() {
    return naming != Naming.LANGCHAIN4J;
  }

  /// Whether they tell how much of the input was cached.
  boolean tellsCached() {
    return this != LANGCHAIN4J_GOOGLE;
  }

  private enum Naming {
    SDK,
    GOOGLE,
    LANGCHAIN4J,
    VERCEL
  }
}
