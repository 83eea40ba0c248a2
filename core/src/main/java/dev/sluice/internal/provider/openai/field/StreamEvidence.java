package dev.sluice.internal.provider.openai.field;

/// What an answer has shown of itself, so that it can be told whether a stream says as much as the
/// provider's whole answer; of a whole one the choices alone. Written on the loop, and read by the
/// call's thread after the exchange has returned.
public final class StreamEvidence {
  /// That of an attempt which was not made.
  public static final StreamEvidence NONE = new StreamEvidence();

  /// The last choice that has a bit of its own; those beyond share it.
  private static final int LAST = Long.SIZE - 1;

  private long seen;
  private long finished;
  private boolean usage;
  private boolean terminated;
  private boolean lastWord;
  private boolean ended;

  /// There is a part of the choice `index`.
  void choice(int index, boolean finish) {
    long bit = 1L << Math.min(index, LAST);
    seen |= bit;
    if (finish) {
      finished |= bit;
    }
  }

  public void usage() {
    usage = true;
  }

  /// An event says that the answer is complete.
  ///
  /// @param last whether nothing comes behind it
  public void terminated(boolean last) {
    terminated = true;
    lastWord |= last;
  }

  /// The stream has come to its end as its framing demands, and no event of it was an error.
  public void end() {
    ended = true;
  }

  /// Whether the stream has come to its end, so that what is missing is missing in the stream and
  /// not the connection's fault.
  public boolean ended() {
    return ended;
  }

  /// Whether it has said the last word of the dialect (`[DONE]`, or a response's last event).
  public boolean lastWord() {
    return lastWord;
  }

  /// How many choices it has, as far as they are told apart.
  public int choices() {
    return Long.bitCount(seen);
  }

  /// Whether it tells what a whole answer would tell of `choices` choices: how each has ended, and
  /// what was used where `withUsage`.
  public boolean whole(long choices, boolean withUsage) {
    boolean all = seen == finished && Long.bitCount(finished) >= Math.min(choices, LAST);
    return terminated && all && (usage || !withUsage);
  }
}
