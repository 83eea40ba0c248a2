package dev.sluice.dialect.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ids of calls and answers in the forms that the dialects accept. An id that is derived
/// depends only on the id that was given: a call and its result get the same id, today and
/// tomorrow.
public final class Ids {
  /// The most characters of a call's id: OpenAI's bound; Anthropic states none.
  private static final int CALL_MAX = 64;

  /// The beginnings of the dialects' ids of answers.
  private static final List<String> PREFIXES = List.of("msg_", "chatcmpl-", "resp_");

  /// The beginnings of the ids of searches.
  private static final List<String> SEARCHES = List.of("srvtoolu_", "ws_");

  private static final int HASH = 40;
  private static final int ANSWER_HASH = 24;

  private Ids() {}

  /// Returns the id itself where it is of at most 64 letters, digits, `_` and `-`, and does not
  /// look like one that carries a seal; else an id made of its hash.
  public static String call(String id) {
    boolean fits = id.length() <= CALL_MAX && !id.isEmpty() && ToolNames.plain(id);
    return fits && SealedId.read(id) == null ? id : hashed(id);
  }

  private static String hashed(String id) {
    return "call_" + Digests.base32(id, HASH);
  }

  /// Returns the id of a call as a client is to carry it: with the seal of the call's signature
  /// behind it.
  ///
  /// @param token the seal; null where the call has none
  public static String call(String id, @Nullable String token) {
    String own = call(id);
    boolean marked = own.contains(SealedId.MARK);
    return SealedId.join(marked ? hashed(own) : own, token);
  }

  /// Returns an id for a call that the provider has given none.
  public static String madeUp(String answer, int ordinal) {
    return "call_" + Digests.base32(answer + '#' + ordinal, HASH);
  }

  /// Returns an answer's id with the beginning that another dialect uses.
  public static String answer(String prefix, String id) {
    if (id.startsWith(prefix)) {
      return id;
    }
    return renamed(prefix, id, PREFIXES);
  }

  /// Returns the id of a search with the beginning that another dialect uses.
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
