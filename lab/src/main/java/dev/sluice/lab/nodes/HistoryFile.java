package dev.sluice.lab.nodes;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The history of a run as a file, for a judge that knows nothing else: one line an event, with
/// spaces in between, in the order of time.
///
/// ```text
/// limit MICROS RATE BURST          tokens a minute, tokens at once, from now on
/// sent MICROS NODE CALL TOKENS     an attempt has reached the provider, which would be charged so much
/// refused MICROS NODE CALL TOKENS  it was refused
/// back MICROS NODE CALL TOKENS     its answer has ended, this was not used
/// took MICROS NODE CALL TOKENS     a node has let an attempt through, reserved by its own estimate
/// gave MICROS NODE CALL TOKENS     what the attempt did not use of that; negative for more
/// ```
final class HistoryFile implements AutoCloseable {
  private static final long MICRO = 1_000;
  private final BufferedWriter out;

  HistoryFile(Path file) {
    try {
      out = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void limit(long now, long perMinute, long burst) {
    line("limit " + now / MICRO + " " + perMinute + " " + burst);
  }

  /// Writes one event of a call.
  void event(String what, long now, String node, int call, double tokens) {
    line(what + " " + now / MICRO + " " + node + " " + call + " " + tokens);
  }

  private void line(String line) {
    try {
      out.write(line);
      out.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
