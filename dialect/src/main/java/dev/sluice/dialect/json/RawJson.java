package dev.sluice.dialect.json;

/// A JSON value as its source has written it: numbers keep their digits, objects the order of their
/// properties. The text is well formed.
public record RawJson(String text) {
  public static final RawJson EMPTY_OBJECT = new RawJson("{}");
}
