package dev.sluice.config.value;

import dev.sluice.config.provider.Secret;

/// The type of a key or a token: a text that fits into a header, and that no message shows.
public final class Credential implements Type<Secret> {
  private static final int MAX_LENGTH = 4096;

  @Override
  public Secret read(String text) throws ConfigProblem {
    if (text.isEmpty()) {
      throw new ConfigProblem("must not be empty");
    }
    ForeignReference.refuseSecret(text);
    if (text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new ConfigProblem("must be visible ASCII characters without blanks, 4096 at most");
    }
    return new Secret(text);
  }

  /// Shows a wrong value: a reference may be shown, but not a key that is written out.
  @Override
  public String show(String raw) {
    return shown(raw);
  }

  /// Shows a text that may be a misplaced key.
  public static String shown(String raw) {
    return raw.matches("\\$\\{[^}]*}")
        ? Quoted.of(raw)
        : ForeignReference.shown(raw).orElse("hidden");
  }
}
