package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import dev.sluice.cli.demo.CallSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Makes the calls of one application in an open loop: each is made when it is planned, whatever
/// becomes of those before it, and its times count from then.
final class Arm implements AutoCloseable {
  private final Application application;
  private final ChatClient client;
  private final Clock clock;
  private final Duration grace;
  private final List<ApplicationCall> calls = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// @param client what the application calls by, closed with this arm
  /// @param grace calls that have not ended so long after the last one was made never do
  Arm(Application application, ChatClient client, Duration grace) {
    this.application = application;
    this.client = client;
    this.clock = client.clock();
    this.grace = grace;
  }

  /// Makes calls for so long, waits for those that end, and cuts off the others.
  ///
  /// @param start when the first one is due
  List<ApplicationCall> run(long start, int perSecond, Duration length)
      throws InterruptedException {
    beginAll(new CallSchedule(start, perSecond), start + length.toNanos());
    threads.shutdown();
    boolean _ = threads.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS);
    long over = clock.nanos();
    calls.forEach(call -> call.cutOff(over));
    return List.copyOf(calls);
  }

  private void beginAll(CallSchedule pace, long until) throws InterruptedException {
    for (long n = 0; pace.due(n) - until < 0; n++) {
      await(pace.due(n));
      begin(new ApplicationCall((int) n, pace.due(n)));
    }
  }

  @Override
  public void close() {
    client.close();
    threads.shutdownNow();
    threads.close();
  }

  private void begin(ApplicationCall call) {
    calls.add(call);
    threads.execute(
        () -> {
          try {
            application.call(call);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void await(long due) throws InterruptedException {
    long wait = due - clock.nanos();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }
}
