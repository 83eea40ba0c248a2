package dev.sluice.server.config.reader;

import dev.sluice.server.config.value.ConfigProblem;
import dev.sluice.server.config.value.Credential;
import dev.sluice.server.config.value.Type;
import dev.sluice.server.config.yaml.Section;
import java.util.regex.Pattern;

/// The name of a provider, a route or an inbound key: it appears in headers, metrics and log lines,
/// and in front of a slash.
final class Name {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String MUST = "1 to 64 letters, digits, dots, dashes and underscores";

  private Name() {}

  static void check(String name, Section in) {
    if (!FORM.matcher(name).matches()) {
      in.fail("must have a name of " + MUST);
    }
  }

  /// The same as a value, which is not shown where it is wrong: it may be a misplaced key.
  static final class Value implements Type<String> {
    @Override
    public String read(String text) throws ConfigProblem {
      if (!FORM.matcher(text).matches()) {
        throw new ConfigProblem("must be " + MUST);
      }
      return text;
    }

    @Override
    public String show(String raw) {
      return Credential.shown(raw);
    }
  }
}
