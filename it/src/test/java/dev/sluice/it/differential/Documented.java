package dev.sluice.it.differential;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A difference that is meant, and that the documentation tells.
///
/// @param name names it in the documentation
/// @param cases which cases have it
/// @param paths where
/// @param straight what the value is there, where it matters
/// @param through what it has to be through the gateway
record Documented(String name, Pattern cases, Pattern paths, JsonNode straight, JsonNode through) {
  private static final String HOLDS = "(holds ";

  /// The list.
  static List<Documented> all() {
    return Yaml.list(Yaml.read("differences.yaml")).stream()
        .flatMap(entry -> Yaml.list(entry.path("where")).stream().map(where -> of(entry, where)))
        .toList();
  }

  private static Documented of(JsonNode entry, JsonNode where) {
    return new Documented(
        entry.path("name").asText(),
        globs(Yaml.texts(where.path("cases"), "*")),
        globs(Yaml.texts(where.path("paths"))),
        where.path("straight"),
        where.path("through"));
  }

  /// `*` stands for anything.
  private static Pattern globs(List<String> globs) {
    return Pattern.compile(
        globs.stream()
            .map(glob -> Pattern.quote(glob).replace("*", "\\E.*\\Q"))
            .collect(Collectors.joining("|")),
        Pattern.DOTALL);
  }

  /// Whether it is a reason for differences of a case.
  ///
  /// @param in `client case`
  boolean concerns(String in) {
    return cases.matcher(in).matches();
  }

  /// Whether it is the reason for a difference of a case that it concerns.
  boolean explains(Difference difference) {
    return paths.matcher(difference.path()).matches()
        && fits(straight, difference.straight(), difference)
        && fits(through, difference.through(), difference);
  }

  /// See the head of the list for what may be wanted.
  private static boolean fits(JsonNode wanted, JsonNode value, Difference difference) {
    return wanted.isArray()
        ? Yaml.list(wanted).stream().anyMatch(one -> fits(one, value, difference))
        : is(wanted, value, difference);
  }

  private static boolean is(JsonNode wanted, JsonNode value, Difference difference) {
    return switch (wanted.asText()) {
      case "(absent)" -> value.isMissingNode();
      case "(present)" -> !value.isMissingNode();
      case "(holds straight)" -> text(value).contains(text(difference.straight()));
      case "(out of its array)" -> value.equals(difference.straight().path(0).path("error"));
      default -> wanted.isMissingNode() || holds(wanted, value);
    };
  }

  private static boolean holds(JsonNode wanted, JsonNode value) {
    String text = wanted.asText();
    return text.startsWith(HOLDS)
        ? text(value).contains(text.substring(HOLDS.length(), text.length() - 1))
        : Difference.same(wanted, value);
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }
}
