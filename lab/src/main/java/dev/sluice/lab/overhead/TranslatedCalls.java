package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;
import java.util.Set;

/// The scenario of as many calls as a core can do of clients that speak Anthropic's dialect, in
/// front of a provider that speaks OpenAI's: request and answer are translated by Sluice, and
/// passed on by others.
record TranslatedCalls() implements OverheadScenario {
  private static final int SIZE = 1024;

  /// The code of translation is compiled for good after some 50,000 calls, which a core that
  /// compiles beside them takes 6 to 8 s for: longer than a visit.
  private static final int WARM_UP = 2;

  private static final Saturated AS =
      new Saturated(
          TranslatedCalls::call,
          Set.of(),
          RoundMeasure.TRANSLATED_CPU,
          RoundMeasure.TRANSLATED_ALLOCATED,
          RoundMeasure.TRANSLATED_CALLS,
          RoundMeasure.TRANSLATED_BUSY);

  @Override
  public String title() {
    return AS.title();
  }

  @Override
  public void warmUp(Contender contender, Bench bench) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(SIZE));
    new JitWarmUp(bench, WARM_UP).run(contender, call(contender));
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(SIZE));
    try (Load load = Load.closed(bench.site(contender), call(contender), Saturated.CONNECTIONS)) {
      AS.measure(contender, load, bench, sheet);
    }
  }

  private static Payload call(Contender contender) {
    Payload chat = Bench.call(contender, false, SIZE);
    String body = chat.body().replaceFirst("\\{", "{\"max_tokens\":1000,");
    return new Payload(chat.host(), "/v1/messages", body, false, chat.key());
  }
}
