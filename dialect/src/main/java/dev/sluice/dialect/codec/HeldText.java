package dev.sluice.dialect.codec;

import dev.sluice.dialect.rule.BrokenAnswer;

/// A text of an answer that is held until more of the answer is known, in the room of its
/// translator.
///
/// Belongs to one thread.
public final class HeldText {
  private final HeldRoom room;
  private StringBuilder text = new StringBuilder();

  public HeldText(HeldRoom room) {
    this.room = room;
  }

  /// Adds to the text.
  ///
  /// @throws BrokenAnswer if there is no room for the text
  public void append(String more) {
    room.take(more.length());
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

  /// Forgets the text and gives back its room.
  public void clear() {
    room.giveBack(text.length());
    text = new StringBuilder();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
