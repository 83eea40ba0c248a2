package dev.sluice.internal.dialect.sse;

import dev.sluice.internal.dialect.hub.Fault;
import dev.sluice.internal.dialect.rule.BrokenAnswer;

/// A text of an answer that is held until more of it is known; at most 16 Mi characters.
///
/// Belongs to one thread.
public final class HeldText {
  private static final int MOST = 16 << 20;

  private final StringBuilder text = new StringBuilder();

  /// Adds to the text.
  ///
  /// @throws BrokenAnswer if it becomes too long
  public void append(String more) {
    if (text.length() + more.length() > MOST) {
      throw new BrokenAnswer(
          Fault.malformed("a part of the provider's answer is longer than 16 Mi characters"));
    }
    text.append(more);
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  public int length() {
    return text.length();
  }

  public String from(int index) {
    return text.substring(index);
  }

  public void clear() {
    text.setLength(0);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
