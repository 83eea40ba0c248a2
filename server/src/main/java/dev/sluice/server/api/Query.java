package dev.sluice.server.api;

import dev.sluice.server.config.value.ConfigProblem;
import dev.sluice.server.config.value.Durations;
import dev.sluice.server.config.value.Quoted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a question to the admin listener.
record Query(Map<String, List<String>> given) {
  private static final Duration LEAST = Duration.ofSeconds(5);
  private static final Duration MOST = Duration.ofHours(24);

  /// Refuses parameters that are not among those that are known.
  void only(String... known) throws BadQuery {
    List<String> names = List.of(known);
    for (Map.Entry<String, List<String>> entry : given.entrySet()) {
      if (!names.contains(entry.getKey())) {
        throw new BadQuery(
            "there is no parameter "
                + Quoted.of(entry.getKey())
                + "; there are: "
                + String.join(", ", names));
      }
      if (entry.getValue().size() > 1) {
        throw new BadQuery("the parameter " + Quoted.of(entry.getKey()) + " is given twice");
      }
    }
  }

  /// One parameter; empty where it is absent or has no text.
  Optional<String> text(String name) {
    return given.getOrDefault(name, List.of()).stream().findFirst().filter(t -> !t.isEmpty());
  }

  /// The window that is asked about.
  Duration window(Duration otherwise) throws BadQuery {
    Optional<String> text = text("window");
    if (text.isEmpty() && !given.containsKey("window")) {
      return otherwise;
    }
    return duration(text.orElse(""));
  }

  private static Duration duration(String text) throws BadQuery {
    Optional<Duration> window = Optional.empty();
    try {
      window = Optional.of(Durations.parse(text));
    } catch (ConfigProblem | ArithmeticException none) {
      // Said below.
    }
    return window
        .filter(w -> w.compareTo(LEAST) >= 0 && w.compareTo(MOST) <= 0)
        .orElseThrow(
            () ->
                new BadQuery(
                    "window must be a duration from 5s to 24h, such as 5m; it is "
                        + Quoted.of(text)));
  }

  /// A whole number from 1 to `most`.
  int count(String name, int otherwise, int most) throws BadQuery {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    String digits = text.get();
    boolean number = digits.matches("\\d{1,6}") && Integer.parseInt(digits) >= 1;
    if (!number || Integer.parseInt(digits) > most) {
      throw new BadQuery(
          name + " must be a whole number from 1 to " + most + "; it is " + Quoted.of(digits));
    }
    return Integer.parseInt(digits);
  }
}
