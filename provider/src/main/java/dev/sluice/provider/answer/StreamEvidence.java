package dev.sluice.provider.answer;

/// The evidence of an answer's content, from which follows whether a stream says as much as the
/// provider's whole answer; of a whole answer it has the choices alone. Written on the loop, and
/// read by the call's thread after the exchange has returned.
public final class StreamEvidence {
  /// The evidence of an attempt which was not made.
  public static final StreamEvidence NONE = new StreamEvidence();

  /// The last choice that has a bit of its own; all choices beyond share it.
  private static final int LAST = Long.SIZE - 1;

  /// Whether each choice has to finish: the client has asked for several.
  private final boolean several;

  private long seen;
  private long finished;
  private boolean response;
  private boolean usage;
  private boolean terminated;
  private boolean lastWord;
  private boolean ended;

  /// The evidence of an answer of one choice.
  public StreamEvidence() {
    this(1);
  }

  /// @param choices the number of choices that the client has asked for
  public StreamEvidence(long choices) {
    several = choices > 1;
  }

  /// Notes a part of the choice `index`, and whether the choice finishes with it.
  public void choice(int index, boolean finish) {
    long bit = 1L << Math.min(index, LAST);
    seen |= bit;
    if (finish) {
      finished |= bit;
    }
  }

  public void usage() {
    usage = true;
  }

  /// Notes an event of the Responses API, whose answers say themselves that they are complete.
  public void response() {
    response = true;
  }

  /// Whether something that has begun has not come to its end, so that a last word (`[DONE]`)
  /// behind it ends no answer: a response is not complete, or a choice gives no reason for its end.
  /// One choice that has ended is enough where the client has asked for one, since some servers
  /// number one choice in several ways. Nothing has begun where there is no choice at all.
  public boolean cut() {
    boolean unfinished = several ? seen != finished : seen != 0 && finished == 0;
    return response ? !terminated : unfinished;
  }

  /// Notes that an event says that the answer is complete.
  ///
  /// @param last whether nothing comes behind that event
  public void terminated(boolean last) {
    terminated = true;
    lastWord |= last;
  }

  /// Notes that the stream has come to its end as its framing demands, and that no event of it was
  /// an error.
  public void end() {
    ended = true;
  }

  /// Whether the stream has come to its end, so that what is missing is missing in the stream and
  /// not the connection's fault.
  public boolean ended() {
    return ended;
  }

  /// Whether the last event of the dialect has arrived (`[DONE]`, or a response's last event).
  public boolean lastWord() {
    return lastWord;
  }

  /// The number of choices, as far as they can be told apart.
  public int choices() {
    return Long.bitCount(seen);
  }

  /// Whether the stream has the members that a whole answer would have for `choices` choices: how
  /// each has ended, and the usage where `withUsage`.
  public boolean whole(long choices, boolean withUsage) {
    boolean all = seen == finished && Long.bitCount(finished) >= Math.min(choices, LAST);
    return terminated && all && (usage || !withUsage);
  }
}
