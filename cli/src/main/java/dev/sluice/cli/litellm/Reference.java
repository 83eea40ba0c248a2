package dev.sluice.cli.litellm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// References to the environment: `os.environ/NAME` for LiteLLM, `${env:NAME}` here.
final class Reference {
  private static final Pattern FOREIGN = Pattern.compile("os\\.environ/([A-Za-z_][A-Za-z0-9_]*)");

  private Reference() {}

  /// The variable that LiteLLM's text stands for; empty where it stands for itself.
  static Optional<String> variable(String text) {
    Matcher matcher = FOREIGN.matcher(text);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// How a variable is referred to here.
  static String to(String variable) {
    return "${env:" + variable + "}";
  }

  /// A text that stands for itself, as it is written here.
  static String literal(String text) {
    return text.replace("${", "$${");
  }
}
