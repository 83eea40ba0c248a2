package dev.sluice.lab.overhead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The pauses of a JVM's garbage collector, which the JVM writes to a file.
///
/// @param file written from the JVM's start on
record PauseLog(Path file) {
  private static final Pattern PAUSE = Pattern.compile(" Pause .* ([0-9.]+)ms$");

  /// The command that runs `java` with this log; it remains one process.
  List<String> written(List<String> java) {
    return AllocationCounter.withOption("-Xlog:gc:file=" + file, java);
  }

  /// The longest of them so far, in milliseconds; 0 where there was none.
  public double longestMillis() {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(PAUSE::matcher)
          .filter(Matcher::find)
          .mapToDouble(pause -> Double.parseDouble(pause.group(1)))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException("no log of pauses at " + file, e);
    }
  }
}
