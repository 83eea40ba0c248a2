package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/// A recording, by Java's flight recorder, of what makes the gateway's event loops stand still:
/// waits of any length, for locks and for others, and what reads or writes files and blocking
/// sockets. A loop that waits for its own sockets does so in the selector, which is no event.
final class LoopRecording implements AutoCloseable {
  private static final List<String> EVENTS =
      List.of(
          "jdk.ThreadPark",
          "jdk.ThreadSleep",
          "jdk.JavaMonitorEnter",
          "jdk.JavaMonitorWait",
          "jdk.SocketRead",
          "jdk.SocketWrite",
          "jdk.FileRead",
          "jdk.FileWrite",
          "jdk.ProcessStart");

  /// A virtual thread that waits without leaving the loop that carries it.
  private static final String PINNED = "jdk.VirtualThreadPinned";

  /// What any code of a process may do on a loop, such as a lock of the JDK's or of Netty's on a
  /// busy machine, or a file that is read once: those alone count in which the code that is looked
  /// at takes part.
  private static final Set<String> OF_ANY_CODE =
      Set.of(
          PINNED,
          "jdk.ThreadPark",
          "jdk.ThreadSleep",
          "jdk.JavaMonitorEnter",
          "jdk.SocketRead",
          "jdk.FileRead");

  /// What the stacks of events have that hold nothing up: a loop's own sockets, which do not block,
  /// the delay of its thread, which the system has in memory, and classes, each of which is loaded
  /// once in a process.
  private static final List<String> HARMLESS =
      List.of(
          "io.netty.channel.socket.nio.",
          "dev.sluice.report.heartbeat.RunDelay",
          "jdk.internal.loader.",
          "java.lang.ClassLoader",
          "java.lang.invoke.");

  private final Recording recording = new Recording();
  private final Path file;

  LoopRecording(Path folder) {
    file = folder.resolve("loops.jfr");
    EVENTS.forEach(name -> recording.enable(name).withThreshold(Duration.ZERO).withStackTrace());
    recording.enable(PINNED).withThreshold(Duration.ZERO).withStackTrace();
    recording.start();
  }

  /// Ends the recording and returns what has held a loop up, each with the methods that did.
  ///
  /// @param code the package whose waits and reads count
  List<String> heldUp(String code) throws IOException {
    recording.stop();
    recording.dump(file);
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events).as("threads that are no loops have waited").isNotEmpty();
    return events.stream()
        .filter(LoopRecording::isOfLoop)
        .filter(event -> !isHarmless(event))
        .filter(event -> !OF_ANY_CODE.contains(name(event)) || stack(event).contains(code))
        .map(LoopRecording::shown)
        .toList();
  }

  private static boolean isOfLoop(RecordedEvent event) {
    String of = name(event).equals(PINNED) ? "carrierThread" : "eventThread";
    RecordedThread thread = event.hasField(of) ? event.getThread(of) : null;
    return thread != null
        && String.valueOf(thread.getJavaName()).toLowerCase(Locale.ROOT).startsWith("sluice-loop");
  }

  private static boolean isHarmless(RecordedEvent event) {
    String stack = stack(event);
    return HARMLESS.stream().anyMatch(stack::contains);
  }

  private static String name(RecordedEvent event) {
    return event.getEventType().getName();
  }

  private static String shown(RecordedEvent event) {
    return name(event) + " of " + event.getDuration() + ": " + stack(event);
  }

  private static String stack(RecordedEvent event) {
    RecordedStackTrace trace = event.getStackTrace();
    return trace == null
        ? ""
        : trace.getFrames().stream()
            .map(frame -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
            .collect(Collectors.joining(" < "));
  }

  @Override
  public void close() {
    recording.close();
  }
}
