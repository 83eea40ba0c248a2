package dev.sluice.lab.overhead;

import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;

/// The scenario of forms in parts of 10 MB, whose model stands behind the file: Sluice looks into
/// them and writes another name for the model, nginx takes each into memory and passes it on.
record FormCalls(CallMeasures measures) implements SaturatedCalls {
  private static final int SIZE = 10_000_000;
  private static final int CONNECTIONS = 4;

  /// A minute of the usual visits, in which some thousand forms pass: before, the compiler takes as
  /// much of the core as the forms.
  private static final int WARM_UPS = 12;

  FormCalls() {
    this(CallMeasures.of("FORM"));
  }

  @Override
  public int warmUps() {
    return WARM_UPS;
  }

  @Override
  public int connections() {
    return CONNECTIONS;
  }

  @Override
  public MockAnswer answer() {
    return MockAnswer.transcript();
  }

  @Override
  public Payload call(Contender contender) {
    String host = "127.0.0.1:" + contender.address().getPort();
    return Payload.sound(host, Bench.MODEL, SIZE, contender.key());
  }
}
