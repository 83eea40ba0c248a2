package dev.sluice.lab.overhead;

import dev.sluice.lab.load.CallError;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;
import dev.sluice.lab.load.Tally;
import java.time.Duration;
import java.util.Map;

/// Memory with 50 forms of 50 MB side by side, 2.5 GB, through a Sluice whose bodies may have 512
/// MiB together: at most, and after a minute without calls. Uploads that do not fit wait until
/// others have ended, and may be refused after that; nothing else may go wrong.
record Uploads() implements OverheadScenario.Fresh {
  private static final int CONNECTIONS = 50;
  private static final int SIZE = 50_000_000;
  private static final int SECONDS = 20;
  private static final Duration STEP = Duration.ofSeconds(1);

  @Override
  public String title() {
    return RoundMeasure.UPLOADS_MEMORY.scenario();
  }

  @Override
  public boolean concerns(String contender) {
    return contender.equals(Contender.SLUICE_SMALL);
  }

  @Override
  public int rounds(int asked) {
    return 1;
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    Resident resident = new Resident(contender, bench, sheet, title());
    double idle = resident.now();
    sheet.add(RoundMeasure.UPLOADS_IDLE, contender.name(), idle);
    bench.provider().answer(MockAnswer.transcript());
    String host = "127.0.0.1:" + contender.address().getPort();
    Payload sound = Payload.sound(host, Bench.MODEL, SIZE, contender.key());
    double most = idle;
    long answered = 0;
    long refused = 0;
    try (Load load = Load.closed(bench.site(contender), sound, CONNECTIONS)) {
      for (int second = 0; second < SECONDS; second++) {
        Tally tally = load.window(STEP);
        answered += tally.calls();
        refused += refused(tally.errors(), contender, sheet);
        most = Math.max(most, resident.now());
      }
    }
    sheet.add(RoundMeasure.UPLOADS_MEMORY, contender.name(), most);
    sheet.add(RoundMeasure.UPLOADS_ABOVE, contender.name(), most - idle);
    sheet.add(RoundMeasure.UPLOADS_ANSWERED, contender.name(), (double) answered);
    sheet.add(RoundMeasure.UPLOADS_REFUSED, contender.name(), (double) refused);
    resident.minute(RoundMeasure.UPLOADS_AFTER);
  }

  /// How many were refused; complains about those that went wrong otherwise. A refusal may reach a
  /// client that still sends as a connection that is closed.
  private long refused(Map<CallError, Long> errors, Contender contender, Sheet sheet) {
    long refused = 0;
    for (var error : errors.entrySet()) {
      switch (error.getKey()) {
        case FAILED, UNANSWERED, THROTTLED -> refused += error.getValue();
        default ->
            sheet.complain(
                "%s, %s: %d uploads: %s"
                    .formatted(contender.name(), title(), error.getValue(), error.getKey()));
      }
    }
    return refused;
  }
}
