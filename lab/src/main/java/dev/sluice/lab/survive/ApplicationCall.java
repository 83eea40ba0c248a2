package dev.sluice.lab.survive;

import dev.sluice.lab.load.SdkClient.Ending;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call as its application sees it. Written by the call's thread until it has ended or the run is
/// cut off, whichever is first; safe to read from any. Instants are on
/// [dev.sluice.call.runtime.Clock#nanos].
final class ApplicationCall {
  private final int number;
  private final long due;

  /// How it ended; null as long as it has not, and where it did not as long as the run lasted.
  private @Nullable Ending end;

  private String code = "";
  private long firstToken = -1;
  private long ended = -1;
  private long attemptBegan = -1;
  private int attempts;
  private long lost;

  ApplicationCall(int number, long due) {
    this.number = number;
    this.due = due;
  }

  int number() {
    return number;
  }

  long due() {
    return due;
  }

  /// Returns whether the answer is streamed to the application, as three of four are.
  boolean isStream() {
    return number % 4 != 3;
  }

  /// Returns the name by which the provider's log finds the call.
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

  /// Notes the end of an attempt that got no answer.
  synchronized void loses(long now) {
    if (ended < 0) {
      lost += now - attemptBegan;
    }
  }

  /// Ends the call, unless it has ended or was cut off before.
  synchronized void ends(Ending how, String why, long now) {
    if (ended < 0) {
      end = how;
      code = why;
      ended = now;
    }
  }

  /// Notes the end of the run: a call that has not ended by now never does.
  synchronized void cutOff(long now) {
    if (ended < 0) {
      ended = now;
      lost += attemptBegan < 0 ? 0 : now - attemptBegan;
    }
  }

  /// Returns whether the call ended in one of these ways.
  synchronized boolean endedBy(Ending... ways) {
    return end != null && List.of(ways).contains(end);
  }

  /// Returns whether the call did not end as long as the run lasted.
  synchronized boolean isEndless() {
    return end == null;
  }

  /// Returns the stable word for what went wrong; empty for none.
  synchronized String code() {
    return code;
  }

  synchronized boolean hasToken() {
    return firstToken >= 0;
  }

  synchronized int attempts() {
    return attempts;
  }

  /// Returns the nanoseconds of attempts that got no answer.
  synchronized long lost() {
    return lost;
  }

  /// Returns when the call had ended, or was cut off.
  synchronized long ended() {
    return ended;
  }

  /// Returns the nanoseconds from when the call was due to its end.
  synchronized long total() {
    return ended - due;
  }

  /// Returns the nanoseconds from when the call was due to its first token; of a call that had
  /// none, to its end: at least that long.
  synchronized long firstToken() {
    return (firstToken < 0 ? ended : firstToken) - due;
  }
}
