package dev.sluice.provider.auth;

/// The reason why there is no credential. Its message is safe to show to anybody: it holds no
/// secret, no token, and of what others have answered nothing but single words.
public final class CredentialException extends Exception {
  private static final long serialVersionUID = 1;

  private static final int LONGEST_WORD = 64;

  private final boolean temporary;

  private CredentialException(String message, boolean temporary) {
    super(message);
    this.temporary = temporary;
  }

  /// A reason that passes by itself: what was asked cannot be reached, or is at fault itself.
  public static CredentialException temporary(String message) {
    return new CredentialException(message, true);
  }

  /// A reason that an operator has to remove: what was asked has refused, or a file is wrong.
  public static CredentialException refused(String message) {
    return new CredentialException(message, false);
  }

  /// Whether the reason passes by itself.
  public boolean isTemporary() {
    return temporary;
  }

  /// Returns a word of somebody else's answer as a message may show it.
  public static String word(String text) {
    return text.matches("[A-Za-z0-9_.:-]{1," + LONGEST_WORD + "}") ? text : "no known word";
  }

  /// Returns what somebody else has given, if a header can carry it.
  ///
  /// @param what what it is, for the message
  /// @throws CredentialException if it is empty or not visible ASCII
  public static String visible(String text, String what) throws CredentialException {
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw temporary(what + " is not visible ASCII");
    }
    return text;
  }
}
