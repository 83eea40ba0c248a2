package dev.sluice.internal.dialect.name;

/// Ids of calls and answers in the forms that the dialects accept. What is derived, is derived from
/// what was given: a call and its result get the same id, today and tomorrow.
public final class Ids {
  /// OpenAI's bound; Anthropic states none.
  private static final int CALL_MAX = 64;

  private static final int HASH = 40;
  private static final int ANSWER_HASH = 24;

  private Ids() {}

  /// The id itself where it is of at most 64 letters, digits, `_` and `-`; else one made of its
  /// hash.
  public static String call(String id) {
    return id.length() <= CALL_MAX && !id.isEmpty() && ToolNames.plain(id)
        ? id
        : "call_" + Digests.base32(id, HASH);
  }

  /// For a call that the provider has given no id.
  public static String madeUp(String answer, int ordinal) {
    return "call_" + Digests.base32(answer + '#' + ordinal, HASH);
  }

  /// An answer's id as another dialect begins them.
  public static String answer(String prefix, String id) {
    if (id.startsWith(prefix)) {
      return id;
    }
    String rest = id.substring(id.startsWith("msg_") ? 4 : id.startsWith("chatcmpl-") ? 9 : 0);
    return prefix + (!rest.isEmpty() && ToolNames.plain(rest) ? rest : hash(id));
  }

  private static String hash(String id) {
    return Digests.base32(id, ANSWER_HASH);
  }
}
