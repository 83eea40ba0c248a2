package dev.sluice.config.value;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A reference in the spelling of another tool, where a secret or an address belongs: `$NAME` and
/// `%NAME%` of shells, `$(NAME)` of Kubernetes, `os.environ/NAME` of LiteLLM, `{{ ... }}` of
/// templates. Nothing fills them in here, so that a provider would get them as they stand.
///
/// Limitations: `$NAME` is one only in capitals, since a secret may begin with a dollar.
public final class ForeignReference {
  private static final String NAME = "([A-Za-z_][A-Za-z0-9_]*)";
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{.*}}");
  private static final Pattern ANYWHERE =
      Pattern.compile("\\$([A-Z_][A-Z0-9_]*)|\\$\\(" + NAME + "\\)");
  private static final Pattern WHOLE =
      Pattern.compile(ANYWHERE.pattern() + "|%" + NAME + "%|(?:os\\.environ|env)[./:]" + NAME);

  private ForeignReference() {}

  /// Refuses a secret that is a reference of another program's form.
  public static void refuseSecret(String text) throws ConfigProblem {
    Matcher whole = WHOLE.matcher(text);
    refuse(text, whole.matches() ? name(whole) : null);
  }

  /// Refuses an address that holds a reference of another program's form.
  public static void refuseAddress(String text) throws ConfigProblem {
    Matcher part = ANYWHERE.matcher(text);
    Matcher whole = WHOLE.matcher(text);
    refuse(text, whole.matches() ? name(whole) : part.find() ? name(part) : null);
  }

  private static void refuse(String text, @Nullable String name) throws ConfigProblem {
    if (name != null) {
      throw new ConfigProblem(
          "must not hold another tool's reference", write(name), name, write("NAME"));
    }
    if (TEMPLATE.matcher(text).find()) {
      throw new ConfigProblem(
          "must not hold another tool's reference", write("NAME") + ", or fill in the template");
    }
  }

  /// The remedy that refers to a variable, for messages.
  public static String write(String name) {
    return "write \"${env:" + name + "}\"";
  }

  private static String name(Matcher matcher) {
    return IntStream.rangeClosed(1, matcher.groupCount())
        .mapToObj(group -> Optional.ofNullable(matcher.group(group)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("NAME");
  }

  /// Shows a text that is a reference: a variable's name is no secret. Empty for other texts.
  static Optional<String> shown(String raw) {
    if (TEMPLATE.matcher(raw).matches()) {
      return Optional.of("'{{ ... }}'");
    }
    return WHOLE.matcher(raw).matches() ? Optional.of(Quoted.of(raw)) : Optional.empty();
  }
}
