package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;
import java.util.Set;

/// The scenario of forms in parts of 10 MB, whose model stands behind the file: Sluice looks into
/// them and writes another name for the model, nginx takes each into memory and passes it on.
record FormCalls() implements OverheadScenario {
  private static final int SIZE = 10_000_000;
  private static final int CONNECTIONS = 4;

  /// A minute of the usual visits, in which some thousand forms pass: before, the compiler takes as
  /// much of the core as the forms.
  private static final int WARM_UPS = 12;

  private static final Saturated AS =
      new Saturated(
          FormCalls::call,
          Set.of(),
          RoundMeasure.FORM_CPU,
          RoundMeasure.FORM_ALLOCATED,
          RoundMeasure.FORM_CALLS,
          RoundMeasure.FORM_BUSY);

  @Override
  public String title() {
    return AS.title();
  }

  @Override
  public int warmUps() {
    return WARM_UPS;
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.transcript());
    try (Load load = Load.closed(bench.site(contender), call(contender), CONNECTIONS)) {
      AS.measure(contender, load, bench, sheet);
    }
  }

  private static Payload call(Contender contender) {
    String host = "127.0.0.1:" + contender.address().getPort();
    return Payload.sound(host, Bench.MODEL, SIZE, contender.key());
  }
}
