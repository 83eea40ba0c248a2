package dev.sluice.provider.request;

import dev.sluice.call.Failed;
import dev.sluice.call.text.Printable;
import dev.sluice.dialect.json.JsonFlaw;
import dev.sluice.dialect.json.NumberScan;
import dev.sluice.dialect.json.PropertyNames;
import dev.sluice.dialect.json.ValueScan;
import java.util.Optional;

/// The words for what is wrong with a request: the thing, its value, the remedy. Each repeated text
/// of the client is bounded and printable.
final class InvalidRequests {
  private static final int BAD_REQUEST = 400;
  private static final int SHOWN_MAX = 64;

  private InvalidRequests() {}

  /// The refusal of a body with a flaw.
  ///
  /// @param position the position of the flaw, in bytes
  /// @param path the current property
  static InvalidRequest flawed(JsonFlaw flaw, long position, String path) {
    return switch (flaw) {
      case TOO_DEEP -> tooDeep(ValueScan.DEPTH_MAX);
      case TWICE -> duplicate(path);
      case TOO_MANY_NAMES -> tooManyNames(PropertyNames.COUNT_MAX, PropertyNames.CHARS_MAX);
      case TOO_MANY_DIGITS ->
          wrong(path, flaw.what(), "of at most " + NumberScan.DIGITS_MAX + " digits");
      case NOT_FINITE -> wrong(path, flaw.what(), "numbers that fit a double");
      default -> notJson(flaw.what() + ", at byte " + position);
    };
  }

  private static InvalidRequest notJson(String what) {
    return of("invalid_json", Optional.empty(), "the body is not valid JSON: " + what);
  }

  private static InvalidRequest tooDeep(int max) {
    return of(
        "json_too_deep",
        Optional.empty(),
        "the body nests deeper than " + max + " levels; flatten it");
  }

  private static InvalidRequest duplicate(String path) {
    return of(
        "duplicate_key",
        Optional.of(path),
        "the property " + shown(path) + " stands there twice; give it once");
  }

  private static InvalidRequest tooManyNames(int count, int chars) {
    return of(
        "invalid_value",
        Optional.empty(),
        "an object has more than "
            + count
            + " properties, or names of more than "
            + chars
            + " characters together; send fewer");
  }

  /// The refusal of a form with a flaw.
  ///
  /// @param name the name of the field; empty where the flaw is of the form
  static InvalidRequest form(String name, String words) {
    return of("invalid_form", Optional.of(name).filter(field -> !field.isEmpty()), words);
  }

  static InvalidRequest missing(String path, String expected) {
    return of(
        "invalid_value",
        Optional.of(path),
        "the property " + path + " is missing; it must be " + expected);
  }

  static InvalidRequest wrong(String path, String value, String expected) {
    return of(
        "invalid_value",
        Optional.of(path),
        "the property " + shown(path) + " is " + shown(value) + "; it must be " + expected);
  }

  /// The refusal of a member that may not be there.
  ///
  /// @param why the reason, and the remedy
  static InvalidRequest superfluous(String path, String why) {
    return of(
        "invalid_value",
        Optional.of(path),
        "the property " + shown(path) + " may not be there: " + why);
  }

  /// Returns `text` without what a terminal or a log would act on, or people would not see.
  static String shown(String text) {
    int length = Math.min(text.length(), SHOWN_MAX);
    StringBuilder shown = new StringBuilder(length + 3);
    text.codePoints()
        .limit(length)
        .map(c -> Printable.is(c) ? c : '?')
        .forEach(shown::appendCodePoint);
    return text.length() > length ? shown.append("...").toString() : shown.toString();
  }

  private static InvalidRequest of(String code, Optional<String> param, String message) {
    return new InvalidRequest(
        new Failed.Invalid(BAD_REQUEST, code, param.map(InvalidRequests::shown), message));
  }
}
