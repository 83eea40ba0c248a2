package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GatewayEdge;
import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.Payload;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Model.Speed;
import dev.sluice.sim.scenario.Scenario;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadsTest {
  private static final Speed SLOW = Speed.of(Duration.ofMinutes(1), Duration.ZERO);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void platform_threads_do_not_depend_on_the_number_of_calls() throws Exception {
    EventLoopGroup clients = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (Simulator simulator = Simulator.start(Scenario.of(Model.named("m").speed(SLOW)), 0);
        Rig rig = Rig.to(simulator.port());
        Recording recording = recording()) {
      hold(20, rig, simulator, clients);
      recording.start();
      hold(20, rig, simulator, clients);
      hold(2_000, rig, simulator, clients);
      recording.stop();
      List<RecordedEvent> events = events(recording);
      // The JVM may start one of its own.
      assertThat(named(events, "jdk.ThreadStart")).hasSizeLessThan(5);
      assertThat(named(events, "jdk.VirtualThreadPinned")).allMatch(ThreadsTest::byTheRecorder);
      assertThat(named(events, "jdk.VirtualThreadStart")).hasSizeGreaterThanOrEqualTo(2_020);
    } finally {
      clients.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  /// Whether the recording itself pinned the thread, by the monitor of its own buffers.
  private static boolean byTheRecorder(RecordedEvent pinned) {
    return pinned
        .getStackTrace()
        .getFrames()
        .getFirst()
        .getMethod()
        .getType()
        .getName()
        .startsWith("jdk.internal.event.");
  }

  /// Has so many calls under way at once, then breaks them off.
  private static void hold(int calls, Rig rig, Simulator simulator, EventLoopGroup clients) {
    var site = new Load.Site(clients.next(), Clock.SYSTEM, rig.serving().address());
    Payload payload = Payload.chat("localhost", "m", true, 300);
    try (Load _ = Load.closed(site, payload, calls)) {
      await()
          .pollInSameThread()
          .atMost(PATIENCE)
          .until(() -> simulator.recorded().inFlight() == calls);
      assertThat(GatewayEdge.of(rig.serving().gateway()).engine().running()).isEqualTo(calls);
    }
    rig.settle();
    await().pollInSameThread().atMost(PATIENCE).until(() -> simulator.recorded().inFlight() == 0);
  }

  private static Recording recording() {
    var recording = new Recording();
    recording.enable("jdk.ThreadStart");
    recording.enable("jdk.VirtualThreadStart");
    recording.enable("jdk.VirtualThreadPinned").withoutThreshold();
    return recording;
  }

  private List<RecordedEvent> events(Recording recording) throws IOException {
    Path file = folder.resolve("threads.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file);
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }
}
