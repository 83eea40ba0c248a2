package dev.sluice.server.api;

import dev.sluice.config.value.ConfigProblem;
import dev.sluice.config.value.Durations;
import dev.sluice.config.value.Quoted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parameters of a question to the admin listener.
record Query(Map<String, List<String>> parameters) {
  private static final Duration LEAST = Duration.ofSeconds(5);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Pattern DAYS = Pattern.compile("(\\d{1,3})d");

  /// Refuses parameters that are not among those that are known.
  void only(String... allowed) throws BadQuery {
    List<String> names = List.of(allowed);
    for (Map.Entry<String, List<String>> entry : parameters.entrySet()) {
      if (!names.contains(entry.getKey())) {
        throw new BadQuery(
            "there is no parameter %s; there are: %s"
                .formatted(Quoted.of(entry.getKey()), String.join(", ", names)));
      }
      if (entry.getValue().size() > 1) {
        throw new BadQuery("the parameter " + Quoted.of(entry.getKey()) + " is given twice");
      }
    }
  }

  /// The text of a parameter; empty where the parameter is absent or has no text.
  Optional<String> text(String name) {
    return parameters.getOrDefault(name, List.of()).stream().findFirst().filter(t -> !t.isEmpty());
  }

  /// Refuses a parameter that is there and is none of these words.
  void oneOf(String name, List<String> words) throws BadQuery {
    Optional<String> text = text(name);
    if (text.isPresent() && !words.contains(text.get())) {
      throw new BadQuery(
          "%s must be one of %s; it is %s"
              .formatted(name, String.join(", ", words), Quoted.of(text.get())));
    }
  }

  /// Reads the window that is asked about.
  ///
  /// @param longest the longest one
  Duration window(Duration otherwise, Duration longest) throws BadQuery {
    Optional<String> text = text("window");
    if (text.isEmpty() && !parameters.containsKey("window")) {
      return otherwise;
    }
    return duration(text.orElse(""))
        .filter(w -> w.compareTo(LEAST) >= 0 && w.compareTo(longest) <= 0)
        .orElseThrow(() -> new BadQuery(wrong(text.orElse(""), longest)));
  }

  private static String wrong(String text, Duration longest) {
    String most = longest.compareTo(DAY) > 0 ? longest.toDays() + "d" : longest.toHours() + "h";
    return "window must be a duration from 5s to "
        + most
        + ", such as 5m; it is "
        + Quoted.of(text)
        + (longest.compareTo(DAY) > 0 ? "" : "; with a store it may be longer");
  }

  private static Optional<Duration> duration(String text) {
    Matcher days = DAYS.matcher(text);
    if (days.matches()) {
      return Optional.of(Duration.ofDays(Long.parseLong(days.group(1))));
    }
    try {
      return Optional.of(Durations.parse(text));
    } catch (ConfigProblem | ArithmeticException none) {
      return Optional.empty();
    }
  }

  /// Whether something is asked for; `true` where it is named alone.
  boolean flag(String name) throws BadQuery {
    String text = text(name).orElse(parameters.containsKey(name) ? "true" : "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw new BadQuery(name + " must be true or false; it is " + Quoted.of(text));
    }
    return text.equals("true");
  }

  /// Reads a whole number from 1 to `most`.
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
