package dev.sluice.dialect.codec;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.BrokenAnswer;

/// The room for all text that the translator of one answer holds at a time: 16 Mi characters.
///
/// Belongs to one thread.
public final class HeldRoom {
  private static final int MOST = 16 << 20;

  private final HeapMeter meter;
  private int held;

  /// @param meter the meter of what the translator builds and writes of an event
  public HeldRoom(HeapMeter meter) {
    this.meter = meter;
  }

  /// The meter of the translator's heap beside the text that is held.
  public HeapMeter meter() {
    return meter;
  }

  /// Counts a text that is held as long as the answer is translated.
  ///
  /// @throws BrokenAnswer if there is no room for the text
  public String keep(String text) {
    take(text.length());
    return text;
  }

  /// Counts characters that are held as long as the answer is translated.
  ///
  /// @throws BrokenAnswer if there is no room for the characters
  public void take(int characters) {
    if (characters > MOST - held) {
      throw new BrokenAnswer(
          AnswerFault.malformed(
              "what must be held of the provider's answer is longer than 16 Mi characters"));
    }
    held += characters;
  }

  /// The number of characters that are held now.
  public int held() {
    return held;
  }

  void giveBack(int characters) {
    held -= characters;
  }
}
