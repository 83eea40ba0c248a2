package dev.sluice.report.heartbeat;

import java.time.Duration;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingStream;

/// The notifier of virtual threads that were pinned to their carriers while they waited, by a
/// stream of the JDK's flight recorder. Events that the recorder causes itself are left out. Off
/// unless somebody asks for it: the recorder costs memory and some processor time.
public final class PinnedThreads implements AutoCloseable {
  /// The shortest pinning that is recorded: a shorter one holds nothing up.
  private static final Duration LEAST = Duration.ofMillis(20);

  private final RecordingStream stream = new RecordingStream();

  /// Starts to listen. To be closed.
  ///
  /// @param pinned gets the thread's name, on a thread of the recorder
  public PinnedThreads(Consumer<String> pinned) {
    stream.enable("jdk.VirtualThreadPinned").withThreshold(LEAST).withStackTrace();
    stream.onEvent("jdk.VirtualThreadPinned", event -> tell(event, pinned));
    stream.startAsync();
  }

  private static void tell(RecordedEvent event, Consumer<String> pinned) {
    RecordedThread thread = event.getThread();
    if (thread != null && thread.isVirtual() && !ofRecorder(event)) {
      pinned.accept(thread.getJavaName());
    }
  }

  private static boolean ofRecorder(RecordedEvent event) {
    return event.getStackTrace() != null
        && event.getStackTrace().getFrames().stream().anyMatch(PinnedThreads::ofRecorder);
  }

  private static boolean ofRecorder(RecordedFrame frame) {
    return frame.getMethod() != null
        && frame.getMethod().getType().getName().startsWith("jdk.jfr.");
  }

  @Override
  public void close() {
    stream.close();
  }
}
