package dev.sluice.lab.overhead;

import java.util.stream.Stream;

/// What a [CallingApplication] has done and taken since its start.
///
/// @param calls the calls that went well
/// @param failed the others
/// @param nanos the time, by the application's own clock
/// @param cpuNanos user and system time of the process
/// @param allocated the bytes that its threads have allocated
record CallsSoFar(long calls, long failed, long nanos, long cpuNanos, long allocated) {

  /// Returns the form in which a process tells it.
  String told() {
    return "%d %d %d %d %d".formatted(calls, failed, nanos, cpuNanos, allocated);
  }

  static CallsSoFar read(String told) {
    long[] parts = Stream.of(told.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    return new CallsSoFar(parts[0], parts[1], parts[2], parts[3], parts[4]);
  }

  /// Returns what has come since `before`.
  CallsSoFar since(CallsSoFar before) {
    return new CallsSoFar(
        calls - before.calls,
        failed - before.failed,
        nanos - before.nanos,
        cpuNanos - before.cpuNanos,
        allocated - before.allocated);
  }

  double seconds() {
    return nanos / 1e9;
  }
}
