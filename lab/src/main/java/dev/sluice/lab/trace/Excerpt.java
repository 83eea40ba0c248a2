package dev.sluice.lab.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Ten minutes each of two real traces, used if no trace is given. From the AzurePublicDataset of
/// Microsoft, licence CC-BY 4.0; the files say more.
public enum Excerpt {
  /// An excerpt with near-Poisson arrivals.
  CONVERSATION("conversation"),
  /// An excerpt with violent bursts.
  CODE("code");

  private final String label;

  Excerpt(String label) {
    this.label = label;
  }

  /// Reads the excerpt.
  public Trace trace() {
    String file = label + ".csv";
    try (InputStream in = Excerpt.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the excerpt " + file + " is not in the jar");
      }
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return TraceFile.parse(label, file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
