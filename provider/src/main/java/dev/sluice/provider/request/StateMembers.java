package dev.sluice.provider.request;

import java.util.Locale;
import java.util.Map;

/// The members of a request by which a server may take, or call, state otherwise than the gateway
/// has checked. They are refused to owners of state, since they would reach what others own.
///
/// Servers read names in their own ways: Go's JSON takes them in any case, by Unicode's simple
/// folding (the long s, the Kelvin sign), and that of protocol buffers takes them without their
/// underscores.
final class StateMembers {
  private static final String NAMED_ITSELF =
      "the provider names its responses itself; leave it out, and take the `id` of the answer";

  /// The reasons why members are refused, by their path as [#plain] writes it. A member in the one
  /// spelling that is checked is known to the table of its operation, and never comes here.
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("previousresponseid", spelling("previous_response_id")),
          Map.entry("conversation", spelling("conversation")),
          Map.entry("conversation.id", spelling("id")),
          // vLLM and SGLang call the response so: https://docs.vllm.ai/en/latest/api/vllm
          Map.entry("requestid", NAMED_ITSELF),
          Map.entry("rid", NAMED_ITSELF),
          Map.entry("responseid", NAMED_ITSELF),
          Map.entry("id", NAMED_ITSELF),
          // LiteLLM puts what is in it beside the others, or in their places.
          Map.entry("extrabody", "put what is in it beside the other properties"));

  private static final int LONGEST = "previous_response_id".length() + 2;

  private StateMembers() {}

  private static String spelling(String name) {
    return "some servers take it for `" + name + "`; write that";
  }

  /// Whether a member of this name has to be looked at with [#check].
  static boolean mayMatter(String name) {
    return name.length() <= LONGEST && REFUSED.containsKey(plain(name));
  }

  /// Refuses the member at `path` if the member may not be there.
  ///
  /// @param path the path of a member that the operation's table does not know
  /// @throws InvalidRequest if it may not be there
  static void check(String path) throws InvalidRequest {
    String why = REFUSED.get(plain(path));
    if (why != null) {
      throw InvalidRequests.superfluous(path, why);
    }
  }

  /// Returns a name in the form in which all of its readers take it. Upper case first: the long s
  /// has an upper case, and no lower one.
  private static String plain(String name) {
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }
}
