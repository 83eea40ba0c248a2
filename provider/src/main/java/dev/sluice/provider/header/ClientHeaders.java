package dev.sluice.provider.header;

import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.HeaderPattern.Form;
import dev.sluice.config.provider.ProviderConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The headers of clients that pass to a provider: those of its dialect's clients, and those that
/// `forward_headers` adds; never [PrivateHeaders], nor one that the configuration itself sets
/// ([AddedHeaders]). Immutable. A name that does not pass costs a few comparisons.
public final class ClientHeaders {
  private static final int VALUE_MAX = 4096;

  /// The length of the longest name that is looked up among the whole names.
  private static final int NAME_MAX = 64;

  /// The headers by which a client chooses the account that pays.
  static final List<String> ACCOUNT = List.of("openai-organization", "openai-project");

  /// The names that are given whole, by their length.
  private final List<List<HeaderPattern>> whole = new ArrayList<>();

  private final List<HeaderPattern> parts;
  private final List<HeaderPattern> excluded;

  private ClientHeaders(List<HeaderPattern> patterns) {
    List<HeaderPattern> passing = patterns.stream().filter(p -> !p.excludes()).distinct().toList();
    for (int length = 0; length <= NAME_MAX; length++) {
      int exactly = length;
      whole.add(
          passing.stream()
              .filter(p -> p.form() == Form.WHOLE && p.text().length() == exactly)
              .toList());
    }
    parts = passing.stream().filter(p -> p.form() != Form.WHOLE).toList();
    excluded = patterns.stream().filter(HeaderPattern::excludes).toList();
  }

  /// The headers that pass to one provider.
  public static ClientHeaders of(ProviderConfig provider) {
    Stream<HeaderPattern> set =
        provider.headers().keySet().stream().map(name -> HeaderPattern.of("!" + name));
    return new ClientHeaders(
        Stream.of(DialectHeaders.of(provider).stream(), provider.forwardHeaders().stream(), set)
            .flatMap(patterns -> patterns)
            .toList());
  }

  /// The headers that pass to at least one of `providers`.
  public static ClientHeaders ofAny(List<ProviderConfig> providers) {
    return new ClientHeaders(
        providers.stream()
            .flatMap(
                provider ->
                    Stream.concat(
                        DialectHeaders.of(provider).stream(), provider.forwardHeaders().stream()))
            .filter(pattern -> !pattern.excludes())
            .toList());
  }

  /// Whether a client chooses the account that pays by a header of this name, in lower case.
  public static boolean choosesAccount(String name) {
    return ACCOUNT.contains(name);
  }

  /// Whether a header of this name passes. Case does not matter.
  public boolean pass(CharSequence name) {
    return wanted(name) && !PrivateHeaders.contains(name) && !any(excluded, name);
  }

  private boolean wanted(CharSequence name) {
    return (name.length() <= NAME_MAX && any(whole.get(name.length()), name)) || any(parts, name);
  }

  private static boolean any(List<HeaderPattern> patterns, CharSequence name) {
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matches(name)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a value can pass: it is not too long, and printable ASCII alone, so that nothing in it
  /// can end a header.
  public static boolean fit(CharSequence value) {
    if (value.length() > VALUE_MAX) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /// Returns `ours` together with the headers of `theirs` that pass; both are by lower-case name.
  public Map<String, String> with(Map<String, String> ours, Map<String, String> theirs) {
    if (theirs.isEmpty()) {
      return ours;
    }
    Map<String, String> all = new HashMap<>(ours);
    theirs.forEach(
        (name, value) -> {
          if (pass(name) && fit(value)) {
            all.putIfAbsent(name, value);
          }
        });
    return all;
  }

  /// The header with which a client has chosen the account, if it passes.
  public Optional<String> account(Map<String, String> theirs) {
    for (String name : ACCOUNT) {
      String value = theirs.get(name);
      if (value != null && pass(name) && fit(value)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
