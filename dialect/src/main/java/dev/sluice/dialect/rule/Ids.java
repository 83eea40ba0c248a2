package dev.sluice.dialect.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ids of calls and answers in the forms that the dialects accept. What is derived, is derived from
/// what was given: a call and its result get the same id, today and tomorrow.
public final class Ids {
  /// OpenAI's bound; Anthropic states none.
  private static final int CALL_MAX = 64;

  /// What the dialects' answers begin their ids with.
  private static final List<String> PREFIXES = List.of("msg_", "chatcmpl-", "resp_");

  /// What ids of searches begin with.
  private static final List<String> SEARCHES = List.of("srvtoolu_", "ws_");

  private static final int HASH = 40;
  private static final int ANSWER_HASH = 24;

  private Ids() {}

  /// The id itself where it is of at most 64 letters, digits, `_` and `-`, and does not look like
  /// one that carries a seal; else one made of its hash.
  public static String call(String id) {
    boolean fits = id.length() <= CALL_MAX && !id.isEmpty() && ToolNames.plain(id);
    return fits && SealedId.read(id) == null ? id : hashed(id);
  }

  private static String hashed(String id) {
    return "call_" + Digests.base32(id, HASH);
  }

  /// The id of a call as a client is to carry it: with the seal of the call's signature behind it.
  ///
  /// @param token null: the call has none
  public static String call(String id, @Nullable String token) {
    String own = call(id);
    boolean marked = own.contains(SealedId.MARK);
    return SealedId.join(marked ? hashed(own) : own, token);
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
    return renamed(prefix, id, PREFIXES);
  }

  /// The id of a search as another dialect begins them.
  public static String search(String prefix, String id) {
    return id.startsWith(prefix) ? id : renamed(prefix, id, SEARCHES);
  }

  private static String renamed(String prefix, String id, List<String> prefixes) {
    String rest = id;
    for (String own : prefixes) {
      rest = id.startsWith(own) ? id.substring(own.length()) : rest;
    }
    return prefix + (!rest.isEmpty() && ToolNames.plain(rest) ? rest : hash(id));
  }

  private static String hash(String id) {
    return Digests.base32(id, ANSWER_HASH);
  }
}
