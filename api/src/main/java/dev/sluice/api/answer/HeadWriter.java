package dev.sluice.api.answer;

/// A writer of an answer's head. Nothing gets into a header that could end it: a header whose name
/// or value has a control character or is beyond ASCII is left out whole. One head of a thread is
/// ended before the next is begun.
public abstract class HeadWriter {
  /// Adds a header; its name is in lower case.
  public abstract HeadWriter header(CharSequence name, CharSequence value);

  /// Adds a header with a number.
  public HeadWriter header(CharSequence name, long value) {
    return header(name, Long.toString(value));
  }
}
