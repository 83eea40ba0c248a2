package dev.sluice.dialect.openai;

/// The form in which a client of Responses carries thinking that its provider does not show at all,
/// beside thinking that is shown without a summary: the token has an ending of its own.
final class HiddenSeal {
  private static final String ENDING = ".hidden";

  private HiddenSeal() {}

  static String of(String token) {
    return token + ENDING;
  }

  public static boolean is(String sealed) {
    return sealed.endsWith(ENDING);
  }

  public static String token(String sealed) {
    return sealed.substring(0, sealed.length() - ENDING.length());
  }
}
