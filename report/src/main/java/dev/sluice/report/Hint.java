package dev.sluice.report;

/// Advice about a row, and the target that it names.
///
/// @param target `provider/model`; empty where it names none
/// @param text a sentence; empty where there is nothing to do
public record Hint(String target, String text) {
  static final Hint NONE = new Hint("", "");

  /// A hint that names no target.
  static Hint of(String text) {
    return new Hint("", text);
  }
}
