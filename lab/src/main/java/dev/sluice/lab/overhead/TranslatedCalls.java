package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Payload;

/// The scenario of as many calls as a core can do of clients that speak Anthropic's dialect, in
/// front of a provider that speaks OpenAI's: request and answer are translated by Sluice, and
/// passed on by others.
record TranslatedCalls(CallMeasures measures) implements SaturatedCalls {
  /// The code of translation is compiled for good after some 50,000 calls, which a core that
  /// compiles beside them takes 6 to 8 s for: longer than a visit.
  private static final int WARM_UP = 2;

  TranslatedCalls() {
    this(CallMeasures.of("TRANSLATED"));
  }

  @Override
  public void warmUp(Contender contender, Bench bench) throws InterruptedException {
    bench.provider().answer(answer());
    new JitWarmUp(bench, WARM_UP).run(contender, call(contender));
  }

  @Override
  public Payload call(Contender contender) {
    Payload chat = Bench.call(contender, false, 1024);
    String body = chat.body().replaceFirst("\\{", "{\"max_tokens\":1000,");
    return new Payload(chat.host(), "/v1/messages", body, false, chat.key());
  }
}
