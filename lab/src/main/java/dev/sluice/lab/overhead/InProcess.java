package dev.sluice.lab.overhead;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.load.MockAnswer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The scenario of an application that makes as many calls of 1 KB as a core can do: through a
/// gateway that it embeds, or through one that serves on the same core. Both processes count, the
/// application's own client among them.
record InProcess() implements OverheadScenario.Fresh {
  private static final int SIZE = 1024;

  /// The application, and the server, have compiled what they run after so many calls for each
  /// second that is measured, or after so many times as long.
  private static final long WARM_UP_CALLS = 100_000;

  private static final long WARM_UP_TIMES = 8;

  @Override
  public String title() {
    return RoundMeasure.IN_PROCESS_CPU.scenario();
  }

  @Override
  public boolean concerns(String contender) {
    return contender.equals(Contender.IN_PROCESS) || contender.equals(Contender.OVER_LOOPBACK);
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(SIZE));
    Application application = contender.application().orElseThrow();
    warmUp(application, bench);
    Application.Taken before = application.soFar();
    TimeUnit.SECONDS.sleep(bench.seconds());
    report(contender.name(), before, application.soFar(), sheet);
  }

  private static void warmUp(Application application, Bench bench) throws InterruptedException {
    Clock clock = bench.clock();
    long until = clock.nanos() + Duration.ofSeconds(WARM_UP_TIMES * bench.seconds()).toNanos();
    while (clock.nanos() < until
        && application.soFar().calls().calls() < WARM_UP_CALLS * bench.seconds()) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private void report(
      String contender, Application.Taken before, Application.Taken after, Sheet sheet) {
    CallsSoFar made = after.calls().since(before.calls());
    sheet.add(RoundMeasure.IN_PROCESS_CPU, contender, after.cpuMicrosSince(before) / made.calls());
    sheet.add(RoundMeasure.IN_PROCESS_CALLS, contender, made.calls() / made.seconds());
    sheet.add(
        RoundMeasure.IN_PROCESS_ALLOCATED, contender, after.allocatedSince(before) / made.calls());
    if (made.failed() > 0 || made.calls() == 0) {
      sheet.complain(
          "%s, %s: %d calls went well, %d failed"
              .formatted(contender, title(), made.calls(), made.failed()));
    }
  }
}
