package dev.sluice.server.client;

/// The form of a JSON Web Token. What has it is never looked up as a key.
public final class TokenForm {
  /// The longest token that is looked at, in characters.
  public static final int LONGEST = 16 * 1024;

  private TokenForm() {}

  /// Whether a text has the form of a token, signed, encrypted or neither: two dots or more, behind
  /// the Base64 of what begins with a brace and a quote, a blank or the end of a line.
  public static boolean is(String text) {
    boolean object = text.startsWith("ey") || text.startsWith("ew");
    int dot = object ? text.indexOf('.') : -1;
    return dot > 0 && text.indexOf('.', dot + 1) > 0;
  }
}
