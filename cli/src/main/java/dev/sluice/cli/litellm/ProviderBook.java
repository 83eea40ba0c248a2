package dev.sluice.cli.litellm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The providers of the written file: one for each account at each address, however many entries of
/// `model_list` are served by it.
final class ProviderBook {

  /// What makes a provider another one.
  ///
  /// @param key a reference to the variable that has it; empty where none is sent
  /// @param more lines of a cloud's provider
  record Account(
      String type, Optional<String> api, Address address, Optional<String> key, List<String> more) {
    Account {
      more = List.copyOf(more);
    }
  }

  private final Map<Account, String> names = new LinkedHashMap<>();
  private final Map<String, Map<String, Map<String, Long>>> limits = new LinkedHashMap<>();
  private final Names used = new Names();

  /// The name of a provider, which is added if it is new.
  ///
  /// @param wish what it may be called
  String name(String wish, Account account) {
    return names.computeIfAbsent(account, _ -> used.unused(wish));
  }

  /// Adds what a provider allows for a model.
  ///
  /// @return whether that agrees with what another entry has said
  boolean limit(String provider, String model, Map<String, Long> allowed) {
    Map<String, Long> first =
        limits.computeIfAbsent(provider, _ -> new LinkedHashMap<>()).putIfAbsent(model, allowed);
    return first == null || first.equals(allowed);
  }

  /// Writes `providers`.
  void write(ConfigText text, Remarks remarks) {
    text.line(0, "providers:");
    names.forEach(
        (account, name) -> {
          text.comments(1, remarks.take("providers." + name));
          text.line(1, ConfigText.scalar(name) + ":");
          lines(account).forEach(line -> text.line(2, line));
          limits(text, limits.getOrDefault(name, Map.of()));
        });
  }

  private static List<String> lines(Account account) {
    List<String> lines = new ArrayList<>();
    lines.add("type: " + account.type());
    account.api().ifPresent(api -> lines.add("api: " + api));
    account.address().text().ifPresent(url -> lines.add("url: " + ConfigText.scalar(url)));
    account.key().ifPresent(key -> lines.add("key: " + ConfigText.scalar(key)));
    lines.addAll(account.more());
    if (account.address().inside()) {
      lines.add("allow_private: true");
    }
    return lines;
  }

  private static void limits(ConfigText text, Map<String, Map<String, Long>> limits) {
    if (!limits.isEmpty()) {
      text.line(2, "limits:");
      limits.forEach(
          (model, allowed) ->
              text.line(3, ConfigText.scalar(model) + ": " + ConfigText.flow(allowed)));
    }
  }
}
