package dev.sluice.cli.console;

import static java.util.function.Predicate.not;

import java.util.Map;
import java.util.Optional;

/// The errors of a command that an admin listener does not answer: the listener is shown no token,
/// a wrong one, or one whose role may not do that.
public final class TokenWords {
  /// The variable that commands take the token from.
  public static final String VARIABLE = "SLUICE_ADMIN_TOKEN";

  private TokenWords() {}

  /// The token that commands show; a blank one is none.
  ///
  /// @param env the environment
  public static Optional<String> of(Map<String, String> env) {
    return Optional.ofNullable(env.get(VARIABLE)).filter(not(String::isBlank));
  }

  /// The token that was shown is not known, or there was none: status 401.
  ///
  /// @param base the listener
  public static String unknown(Object base, boolean shown) {
    return shown
        ? "the token in %s is none of %s: set it to one of its admin.token or admin.tokens"
            .formatted(VARIABLE, base)
        : "%s asks for a token: set %s to what admin.token says".formatted(base, VARIABLE);
  }

  /// Returns the error for status 403: the listener does not do that for this caller, and says why
  /// in a line.
  public static String beyond(Object base, String said) {
    String line = said.lines().findFirst().orElse("");
    return "%s refuses: %s".formatted(base, line.replaceAll("\\p{Cntrl}", "?"));
  }
}
