package dev.sluice.config.file;

import dev.sluice.config.value.PlainName;
import dev.sluice.config.yaml.Section;

/// The name of a provider or a route.
final class Name {
  private Name() {}

  static void check(String name, Section in) {
    if (!PlainName.is(name)) {
      in.fail("must have a name of " + PlainName.MUST);
    }
  }
}
