package dev.sluice.cli.config;

import dev.sluice.call.text.Nearest;
import dev.sluice.cli.admin.AdminTls;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.cli.console.TokenWords;
import dev.sluice.config.file.Environment;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The variables of the environment that stand for options of `serve`: an option wins over its
/// variable, the variable over the configuration, and an empty one counts as none.
///
/// Kubernetes sets variables for each service of a namespace; those of one that is called `sluice`
/// begin like ours, and `SLUICE_PORT` then holds a URL. None of them is read.
final class Variables {
  /// Stands for `--config`.
  static final String CONFIG = "SLUICE_CONFIG";

  /// The API that commands about batches and files ask.
  static final String URL = "SLUICE_URL";

  /// The key that they show there.
  static final String KEY = "SLUICE_KEY";

  static final String HOST = "SLUICE_HOST";
  static final String PORT = "SLUICE_PORT";
  static final String ADMIN_PORT = "SLUICE_ADMIN_PORT";

  /// The start script reads it.
  private static final String MEMORY = "SLUICE_MEMORY";

  private static final String PREFIX = "SLUICE_";

  private static final List<String> KNOWN =
      List.of(
          CONFIG,
          HOST,
          PORT,
          ADMIN_PORT,
          Environment.ALLOW_PRIVATE,
          TokenWords.VARIABLE,
          AdminTls.VARIABLE,
          URL,
          KEY,
          MEMORY);

  /// https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
  private static final Pattern SERVICE =
      Pattern.compile(".*_(SERVICE_(HOST|PORT(_.+)?)|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://.*");

  private Variables() {}

  /// The value of a variable.
  ///
  /// @param reader makes a value of text; empty for none
  /// @param must what the text must be
  /// @throws CannotStart if the variable holds something else
  static <T> Optional<T> read(
      Map<String, String> env, String name, Function<String, Optional<T>> reader, String must)
      throws CannotStart {
    Optional<String> text = text(env, name);
    Optional<T> value = text.flatMap(reader);
    if (text.isPresent() && value.isEmpty()) {
      throw new CannotStart("%s must be %s, is '%s'".formatted(name, must, text.get()));
    }
    return value;
  }

  /// The text of a variable.
  static Optional<String> text(Map<String, String> env, String name) {
    return Optional.ofNullable(env.get(name))
        .filter(text -> !text.isEmpty() && !SERVICE_URL.matcher(text).matches());
  }

  /// Notes about variables that nothing reads and that are written almost like one of ours.
  ///
  /// @param read what the configuration refers to
  static List<String> notes(Map<String, String> env, Set<String> read) {
    return env.keySet().stream()
        .filter(name -> name.toUpperCase(Locale.ROOT).startsWith(PREFIX))
        .filter(name -> !KNOWN.contains(name) && !read.contains(name))
        .filter(name -> !SERVICE.matcher(name).matches() && text(env, name).isPresent())
        .sorted()
        .flatMap(name -> note(name).stream())
        .toList();
  }

  private static Optional<String> note(String name) {
    List<String> ends = KNOWN.stream().map(known -> known.substring(PREFIX.length())).toList();
    return Nearest.of(name.substring(PREFIX.length()), ends).stream()
        .findFirst()
        .map(end -> name + " is not read: did you mean " + PREFIX + end + "?");
  }
}
