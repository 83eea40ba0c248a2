package dev.sluice.lab.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/// Counts how often a call of the gateway has blocked the thread that carries it, by JFR's event
/// `jdk.VirtualThreadPinned`. The recorder's own pinning does not count, and neither does what
/// lasts less than in the gateway's own report: a class that is loaded holds nothing up.
final class PinnedThreadCounter implements AutoCloseable {
  private static final String EVENT = "jdk.VirtualThreadPinned";
  private static final Duration LEAST = Duration.ofMillis(20);
  private static final String RECORDER = "jdk.internal.event.";
  private static final String ENGINE = "dev.sluice.internal.";

  private final Recording recording = new Recording();

  private PinnedThreadCounter() {}

  static PinnedThreadCounter start() {
    var pinned = new PinnedThreadCounter();
    pinned.recording.enable(EVENT).withThreshold(LEAST).withStackTrace();
    pinned.recording.start();
    return pinned;
  }

  /// Ends the recording.
  ///
  /// @return where calls blocked their carriers, a place for each time
  List<String> end() throws IOException {
    recording.stop();
    Path file = Files.createTempFile("sluice-pinned", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .map(PinnedThreadCounter::frames)
          .flatMap(frames -> place(frames).stream())
          .toList();
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public void close() {
    recording.close();
  }

  private static List<RecordedFrame> frames(RecordedEvent event) {
    @Nullable RecordedStackTrace stack = event.getStackTrace();
    return stack == null ? List.of() : stack.getFrames();
  }

  /// The innermost frame of the engine, behind what it called; empty where the engine was not
  /// running, or the recorder has pinned the thread.
  private static Optional<String> place(List<RecordedFrame> frames) {
    boolean recorder = !frames.isEmpty() && type(frames.getFirst()).startsWith(RECORDER);
    return recorder
        ? Optional.empty()
        : frames.stream()
            .filter(frame -> type(frame).startsWith(ENGINE))
            .findFirst()
            .map(frame -> name(frame) + ", in " + name(frames.getFirst()));
  }

  private static String name(RecordedFrame frame) {
    return type(frame) + "." + frame.getMethod().getName();
  }

  private static String type(RecordedFrame frame) {
    return frame.getMethod().getType().getName();
  }
}
