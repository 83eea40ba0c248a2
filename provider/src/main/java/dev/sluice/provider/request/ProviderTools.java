package dev.sluice.provider.request;

import dev.sluice.call.request.PricedExtra;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tools of a request by who runs them, the client or the provider, by the names that dialects
/// have for their kinds.
final class ProviderTools {
  /// The kinds of tools in the dialects of OpenAI and Anthropic that the client runs, or that only
  /// look through the tools of a request.
  private static final Set<String> CLIENT =
      Set.of(
          "function",
          "custom",
          "namespace",
          "computer",
          "computer_use",
          "computer_use_preview",
          "local_shell",
          "apply_patch",
          "tool_search",
          "bash",
          "text_editor",
          "memory",
          "tool_search_tool_regex",
          "tool_search_tool_bm25");

  private static final Map<String, PricedExtra> PROVIDER =
      Map.ofEntries(
          Map.entry("web_search", PricedExtra.WEB_SEARCH),
          Map.entry("web_search_preview", PricedExtra.WEB_SEARCH),
          Map.entry("web_fetch", PricedExtra.WEB_FETCH),
          Map.entry("file_search", PricedExtra.FILE_SEARCH),
          Map.entry("code_interpreter", PricedExtra.CODE_EXECUTION),
          Map.entry("code_execution", PricedExtra.CODE_EXECUTION),
          Map.entry("image_generation", PricedExtra.IMAGE_GENERATION),
          Map.entry("mcp", PricedExtra.MCP),
          Map.entry("mcp_toolset", PricedExtra.MCP));

  /// The names of the members of a tool of Gemini's that the client runs.
  private static final Set<String> GEMINI_CLIENT =
      Set.of("functionDeclarations", "function_declarations", "computerUse", "computer_use");

  private static final Map<String, PricedExtra> GEMINI =
      Map.ofEntries(
          Map.entry("googleSearch", PricedExtra.WEB_SEARCH),
          Map.entry("google_search", PricedExtra.WEB_SEARCH),
          Map.entry("googleSearchRetrieval", PricedExtra.WEB_SEARCH),
          Map.entry("google_search_retrieval", PricedExtra.WEB_SEARCH),
          Map.entry("googleMaps", PricedExtra.MAPS),
          Map.entry("google_maps", PricedExtra.MAPS),
          Map.entry("urlContext", PricedExtra.WEB_FETCH),
          Map.entry("url_context", PricedExtra.WEB_FETCH),
          Map.entry("codeExecution", PricedExtra.CODE_EXECUTION),
          Map.entry("code_execution", PricedExtra.CODE_EXECUTION),
          Map.entry("fileSearch", PricedExtra.FILE_SEARCH),
          Map.entry("file_search", PricedExtra.FILE_SEARCH));

  private ProviderTools() {}

  /// Whether the client runs a tool of this type.
  static boolean areClients(String type) {
    return CLIENT.contains(unversioned(type));
  }

  /// The extra that a tool of this type is; empty for a type that is not known.
  static Optional<PricedExtra> extra(String type) {
    return Optional.ofNullable(PROVIDER.get(unversioned(type)));
  }

  /// Whether the client runs what this member of a tool of Gemini's asks for.
  static boolean areGeminisClients(String member) {
    return GEMINI_CLIENT.contains(member);
  }

  /// The extra that this member of a tool of Gemini's asks for; empty for a member that is not
  /// known.
  static Optional<PricedExtra> geminis(String member) {
    return Optional.ofNullable(GEMINI.get(member));
  }

  /// Returns `web_search_20250305` and `web_search_preview_2025_03_11` without their dates.
  private static String unversioned(String type) {
    int end = type.length();
    int digits = end;
    while (digits > 0 && Character.isDigit(type.charAt(digits - 1))) {
      digits--;
      if (digits > 1 && digits < end && type.charAt(digits - 1) == '_') {
        end = --digits;
      }
    }
    return type.substring(0, end);
  }
}
