package dev.sluice.call;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Headers that name the request, turn or session of a call. The provider answers the same without
/// them, so that calls which differ in them alone are the same call; and a call with another body
/// must not bear them, least of all the key by which a provider knows a repeat.
///
/// Headers that stay the same for all calls of a client, and those whose meaning is not known, are
/// not among them: they may change an answer.
final class IdentifyingHeaders {
  private static final Set<String> NAMES =
      Set.of(
          "idempotency-key",
          "x-client-request-id",
          // The trace that it belongs to.
          "traceparent",
          "tracestate",
          // Sessions, as agents name them.
          "session_id",
          "session-id",
          "thread_id",
          "thread-id",
          "conversation_id",
          "x-session-id",
          "x-session-affinity",
          "x-parent-session-id",
          // A turn of Codex: the machine that continues it, and its metadata.
          "x-codex-turn-state",
          "x-codex-turn-metadata",
          "x-codex-window-id",
          "x-codex-parent-thread-id",
          "x-codex-installation-id");

  /// The prefix of the headers of Claude Code for a session, an agent and the like.
  private static final String CLAUDE_CODE = "x-claude-code-";

  private IdentifyingHeaders() {}

  /// Returns `headers`, which are by lower-case name, without those that identify a call.
  static Map<String, String> without(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return headers;
    }
    var others = new HashMap<>(headers);
    others.keySet().removeIf(name -> NAMES.contains(name) || name.startsWith(CLAUDE_CODE));
    return others;
  }
}
