package dev.sluice.server.people;

/// A login that does not succeed. The message names what is wrong, and the remedy.
final class LoginFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /// @param status the HTTP status that says so
  LoginFailed(int status, String why) {
    super(why);
    this.status = status;
  }

  /// A failure of the provider, or of the way to it.
  static LoginFailed ofProvider(String why) {
    return new LoginFailed(502, "the identity provider " + why);
  }

  int status() {
    return status;
  }
}
