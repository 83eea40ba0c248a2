package dev.sluice.config.file;

import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Type;
import dev.sluice.config.yaml.Section;
import dev.sluice.provider.header.PrivateHeaders;
import java.util.List;

/// The reader of `forward_headers`: which headers of clients pass besides those that do by default.
final class ForwardHeaders {
  private static final Type<HeaderPattern> PATTERN =
      text -> {
        HeaderPattern pattern = pattern(text);
        if (!pattern.excludes() && PrivateHeaders.coverAll(pattern)) {
          throw new ConfigProblem(
              "must not be a credential, a header of the connection or the body, or one of ours:"
                  + " these never pass",
              "remove it");
        }
        return pattern;
      };

  private ForwardHeaders() {}

  static List<HeaderPattern> read(Section in) {
    return in.list("forward_headers", PATTERN);
  }

  private static HeaderPattern pattern(String text) throws ConfigProblem {
    try {
      return HeaderPattern.of(text);
    } catch (IllegalArgumentException none) {
      throw new ConfigProblem(String.valueOf(none.getMessage()));
    }
  }
}
