package dev.sluice.lab.survive;

/// A call as its application sees it. Written by the call's thread until it has ended or the run is
/// cut off, whichever is first; safe to read from any. Instants are on
/// [dev.sluice.call.runtime.Clock#nanos].
final class CallRecord {
  /// How it ended.
  enum End {
    /// Not at all, as long as the run lasted.
    NEVER,
    /// With a whole answer.
    ANSWERED,
    /// With an error, as an answer or as an event.
    ERROR,
    /// With a broken connection.
    BROKEN,
    /// With an answer that looks whole to HTTP and is not.
    CUT
  }

  private final int number;
  private final long due;

  private End end = End.NEVER;
  private String code = "";
  private long firstToken = -1;
  private long ended = -1;
  private long attemptBegan = -1;
  private int attempts;
  private long lost;

  CallRecord(int number, long due) {
    this.number = number;
    this.due = due;
  }

  int number() {
    return number;
  }

  long due() {
    return due;
  }

  /// Three of four are streamed to the application.
  boolean isStream() {
    return number % 4 != 3;
  }

  /// The key by which the provider's log finds it.
  String name() {
    return "call-" + number;
  }

  synchronized void begins(long now) {
    attempts++;
    attemptBegan = now;
  }

  synchronized void token(long now) {
    if (firstToken < 0 && ended < 0) {
      firstToken = now;
    }
  }

  /// An attempt at a dead provider is over.
  synchronized void loses(long now) {
    if (ended < 0) {
      lost += now - attemptBegan;
    }
  }

  synchronized void ends(End how, String why, long now) {
    if (ended < 0) {
      end = how;
      code = why;
      ended = now;
    }
  }

  /// The run is over. A call that has not ended by now never does.
  synchronized void cutOff(long now) {
    if (ended < 0) {
      ended = now;
      lost += attemptBegan < 0 ? 0 : now - attemptBegan;
    }
  }

  synchronized End end() {
    return end;
  }

  /// The type that the error states; empty for none.
  synchronized String code() {
    return code;
  }

  synchronized boolean hasToken() {
    return firstToken >= 0;
  }

  synchronized int attempts() {
    return attempts;
  }

  /// Nanoseconds of attempts that got no answer.
  synchronized long lost() {
    return lost;
  }

  /// When the call had ended, or was cut off.
  synchronized long ended() {
    return ended;
  }

  /// Nanoseconds from when it was due to its end.
  synchronized long total() {
    return ended - due;
  }

  /// Nanoseconds from when it was due to its first token; of one that had none, to its end: at
  /// least that long.
  synchronized long firstToken() {
    return (firstToken < 0 ? ended : firstToken) - due;
  }
}
