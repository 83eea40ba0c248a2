package dev.sluice.lab.nodes.real;

import java.time.Duration;
import java.util.List;

/// The options of the experiment with real processes.
///
/// @param forms the forms of Redis: `single`, `tls`, `sentinel`, `cluster`, `valkey`
/// @param trouble how long each trouble lasts
/// @param after how long it is watched after that
public record RealOptions(List<String> forms, Duration trouble, Duration after) {
  /// All forms of Redis.
  public static final List<String> FORMS =
      List.of("single", "tls", "sentinel", "cluster", "valkey");

  public RealOptions {
    forms = List.copyOf(forms);
    for (String form : forms) {
      if (!FORMS.contains(form)) {
        throw new IllegalArgumentException(
            "there is no Redis of the form " + form + "; there are " + String.join(", ", FORMS));
      }
    }
  }
}
