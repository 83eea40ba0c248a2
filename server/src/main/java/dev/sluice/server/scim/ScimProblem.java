package dev.sluice.server.scim;

/// What is wrong with a request of a directory, as it is told (RFC 7644, 3.12).
final class ScimProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final Kind kind;

  /// What is wrong, by the names of table 9; a problem with another status has none.
  enum Kind {
    NONE(""),
    FILTER("invalidFilter"),
    TOO_MANY("tooMany"),
    UNIQUENESS("uniqueness"),
    MUTABILITY("mutability"),
    SYNTAX("invalidSyntax"),
    PATH("invalidPath"),
    NO_TARGET("noTarget"),
    VALUE("invalidValue");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// As it stands in an answer; empty for none.
    String word() {
      return word;
    }
  }

  ScimProblem(int status, Kind kind, String message) {
    super(message, null, false, false);
    this.status = status;
    this.kind = kind;
  }

  /// A request that cannot be taken as it is.
  static ScimProblem of(Kind kind, String message) {
    return new ScimProblem(400, kind, message);
  }

  static ScimProblem notFound(String what) {
    return new ScimProblem(404, Kind.NONE, what);
  }

  int status() {
    return status;
  }

  Kind kind() {
    return kind;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
