package dev.sluice.config.value;

import dev.sluice.config.provider.Secret;

/// The type of a header's value, which may be a credential, so that no message shows it: printable
/// ASCII characters, blanks within.
public final class HeaderValue implements HiddenType<Secret> {
  private static final int MAX_LENGTH = 4096;

  @Override
  public Secret read(String text) throws ConfigProblem {
    ForeignReference.refuseSecret(text);
    if (text.isBlank() || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new ConfigProblem("must be printable ASCII characters");
    }
    if (text.length() > MAX_LENGTH || !text.equals(text.strip())) {
      throw new ConfigProblem("must have 4096 characters at most, and no blank at either end");
    }
    return new Secret(text);
  }
}
