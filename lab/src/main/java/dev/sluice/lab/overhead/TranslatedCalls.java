package dev.sluice.lab.overhead;

import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.MockAnswer;
import dev.sluice.lab.load.Payload;

/// As many calls as a core can do of clients that speak Anthropic's dialect, in front of a provider
/// that speaks OpenAI's: request and answer are translated by Sluice, and passed on by others.
record TranslatedCalls() implements Scenario {
  private static final int SIZE = 1024;

  private static final Saturated AS =
      new Saturated(
          SIZE,
          Measure.TRANSLATED_CPU,
          Measure.TRANSLATED_ALLOCATED,
          Measure.TRANSLATED_CALLS,
          Measure.TRANSLATED_BUSY);

  @Override
  public String title() {
    return AS.title();
  }

  @Override
  public boolean fresh() {
    return false;
  }

  @Override
  public void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException {
    bench.provider().answer(MockAnswer.whole(SIZE));
    Payload chat = Bench.call(contender, false, SIZE);
    String body = chat.body().replaceFirst("\\{", "{\"max_tokens\":1000,");
    Payload call = new Payload(chat.host(), "/v1/messages", body, false, chat.key());
    try (Load load = Load.closed(bench.site(contender), call, Saturated.CONNECTIONS)) {
      AS.measure(contender, load, bench, sheet);
    }
  }
}
