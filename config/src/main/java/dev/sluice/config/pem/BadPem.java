package dev.sluice.config.pem;

/// A text of PEM is not what it must be. Nothing that the text holds is repeated, but for the
/// labels of its blocks.
public final class BadPem extends Exception {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String remedy;

  BadPem(String what, String remedy) {
    super(what + ": " + remedy, null, false, false);
    this.what = what;
    this.remedy = remedy;
  }

  /// A block that nobody can read without a password.
  static BadPem encrypted(String label) {
    return new BadPem(
        "its block " + label + " is encrypted, and there is nobody to ask for the password",
        "write it without one (openssl pkey -in OLD -out NEW), for the gateway's user alone to"
            + " read");
  }

  /// What is wrong, a clause about the text: `its certificate 2 is damaged`.
  public String what() {
    return what;
  }

  /// What to do.
  public String remedy() {
    return remedy;
  }

  /// What is wrong, and what to do.
  public String told() {
    return what + ": " + remedy;
  }
}
