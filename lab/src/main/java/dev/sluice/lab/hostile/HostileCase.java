package dev.sluice.lab.hostile;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An attempt of a hostile client, or of a provider that is its accomplice.
///
/// @param code its row in docs/faults.md
/// @param sent what is done, in a few words
/// @param expected what must come of it, in a few words
/// @param setup the gateway that it is tried on
/// @param length how long it takes
/// @param anywhere whether any gateway will do, with whatever provider
record HostileCase(
    String code,
    String sent,
    String expected,
    Setup setup,
    Length length,
    boolean anywhere,
    Attack attack) {

  /// The time that a case takes.
  enum Length {
    /// The case takes a few seconds at most.
    SHORT,
    /// The case takes longer, and is not for tests.
    LONG
  }

  HostileCase {
    sent += setup.memory();
  }

  HostileCase(String code, String sent, String expected, Setup setup, Attack attack) {
    this(code, sent, expected, setup, Length.SHORT, false, attack);
  }

  /// Makes a case for a gateway without keys.
  static HostileCase open(String code, String sent, String expected, Attack attack) {
    return new HostileCase(code, sent, expected, Setup.OPEN, attack);
  }

  /// Makes the case of one request, of which the status of the answer is expected; any gateway will
  /// do where that is the gateway's own error.
  ///
  /// @param right the statuses that are right
  static HostileCase request(String code, String sent, byte[] bytes, Integer... right) {
    String expected = Stream.of(right).map(String::valueOf).collect(Collectors.joining(" or "));
    return new HostileCase(
        code,
        sent,
        expected,
        Setup.OPEN,
        Length.SHORT,
        !List.of(right).contains(200),
        Attack.request(bytes, right));
  }

  /// Returns whether it is for tests: where a case is tried with several sizes of memory, with the
  /// least alone.
  public boolean isShort() {
    return length == Length.SHORT && !setup.isRoomier();
  }
}
