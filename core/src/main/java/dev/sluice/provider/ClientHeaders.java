package dev.sluice.provider;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The client's headers that may pass to a provider: those that switch a beta feature of the API
/// on. Not `openai-organization` or `openai-project`, which choose the account that pays.
final class ClientHeaders {
  private static final int VALUE_MAX = 1024;

  private ClientHeaders() {}

  /// `ours`, and with them what may pass of `theirs`.
  static Map<String, String> with(
      Map<String, String> ours, Map<String, String> theirs, ProviderType type) {
    String name = type == ProviderType.ANTHROPIC ? "anthropic-beta" : "openai-beta";
    String value = theirs.get(name);
    if (!fit(value)) {
      return ours;
    }
    Map<String, String> all = new HashMap<>(ours);
    all.put(name, value);
    return all;
  }

  /// Printable ASCII alone, so that nothing in it can end a header.
  private static boolean fit(@Nullable String value) {
    return value != null
        && value.length() <= VALUE_MAX
        && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }
}
