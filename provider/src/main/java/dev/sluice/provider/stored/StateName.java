package dev.sluice.provider.stored;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// A name of what a provider holds, as a client says it: the provider's own, and the mark behind
/// it, whether or not that proves anything ([StateIds]).
///
/// ```
/// id _slr1 origin proof
/// id _slr2 model origin proof length
/// ```
///
/// The model is base64url of its name, and the last two characters are its length in characters, so
/// that a mark is read from its end: nothing in it can be taken for another one's beginning.
///
/// @param plain the provider's own name; all of the text where there is no mark
/// @param owned whether the mark proves an owner, too
/// @param model the model that was asked for, by the name that callers use; empty where the mark
///   does not say
/// @param origin the part that says which account holds it, [#ORIGIN_CHARS]; empty without a mark
/// @param proof the part that proves the rest; empty without a mark
public record StateName(String plain, boolean owned, String model, String origin, String proof) {
  /// The most characters of a name that is looked at. A provider's own name has some 50 to 70, and
  /// the name of a model in a mark at most 1,024.
  public static final int LONGEST = 2048;

  /// The beginning of a mark that proves an account.
  private static final String ACCOUNT_MARK = "_slr1";

  /// The beginning of a mark that proves an account and an owner.
  private static final String OWNER_MARK = "_slr2";

  /// The characters of an origin in base64, without padding.
  private static final int ORIGIN_CHARS = 11;

  private static final int PROOF_CHARS = 22;
  private static final int TAIL = ORIGIN_CHARS + PROOF_CHARS;
  private static final int LENGTH_CHARS = 2;
  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /// Reads `text` as a name. Any text is one.
  public static StateName of(String text) {
    int tail = text.length() - LENGTH_CHARS - TAIL;
    int model = tail > 0 ? tail - modelLength(text) : 0;
    int mark = model - OWNER_MARK.length();
    if (mark > 0 && text.startsWith(OWNER_MARK, mark)) {
      return marked(text, mark, true, decode(text.substring(model, tail)), tail);
    }
    int account = text.length() - TAIL;
    int start = account - ACCOUNT_MARK.length();
    return start > 0 && text.startsWith(ACCOUNT_MARK, start)
        ? marked(text, start, false, "", account)
        : new StateName(text, false, "", "", "");
  }

  private static StateName marked(String text, int mark, boolean owned, String model, int tail) {
    int proof = tail + ORIGIN_CHARS;
    return new StateName(
        text.substring(0, mark),
        owned,
        model,
        text.substring(tail, proof),
        text.substring(proof, proof + PROOF_CHARS));
  }

  /// The mark of an owner's name, which says the model, the origin and the proof.
  static String ownerMark(String model, String origin, String proof) {
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(model.getBytes(UTF_8));
    int base = DIGITS.length();
    char high = DIGITS.charAt(text.length() / base % base);
    return OWNER_MARK + text + origin + proof + high + DIGITS.charAt(text.length() % base);
  }

  /// The mark of a name without an owner, which says the origin and the proof.
  static String accountMark(String origin, String proof) {
    return ACCOUNT_MARK + origin + proof;
  }

  private static int modelLength(String text) {
    int high = DIGITS.indexOf(text.charAt(text.length() - 2));
    int low = DIGITS.indexOf(text.charAt(text.length() - 1));
    return high < 0 || low < 0 ? text.length() : high * DIGITS.length() + low;
  }

  /// Decodes the name of a model. A name that cannot be read is empty, so that its proof does not
  /// hold.
  private static String decode(String model) {
    try {
      return new String(Base64.getUrlDecoder().decode(model), UTF_8);
    } catch (IllegalArgumentException damaged) {
      return "";
    }
  }
}
