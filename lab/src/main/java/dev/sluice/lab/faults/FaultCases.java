package dev.sluice.lab.faults;

import dev.sluice.call.runtime.Clock;
import dev.sluice.lab.faults.ScriptedProvider.Asked;
import dev.sluice.lab.faults.ScriptedProvider.Script;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The list of the sixteen faults, and of a rescue.
final class FaultCases {
  private static final double SOON = 15;
  private static final double END = 45;
  private static final double BACK = 30;
  private static final int SILENCE = 120;
  private static final int LATE = 20;
  private static final int STALL = 30;
  private static final long EVERY = 4;
  private static final long DOWN = 60;
  private static final int CUT_AFTER = 40;
  private static final String REFUSAL = "prefill_refused";

  private FaultCases() {}

  static List<FaultCase> all() {
    return List.of(
        wanted("F1", "429, a hint of 2 s", "an answer, none before the hint", FaultCases::hinted),
        wanted("F2", "429 for ever", "an answer", within(SOON, error(429, "rate_limit"))),
        wanted("F3", "one 500", "an answer", within(SOON, once(error(500, "server_error")))),
        wanted("F4", "503 for ever", "an answer", within(SOON, error(503, "overloaded"))),
        wanted(
            "F5", "a reset before the head", "an answer", within(SOON, once((_, r) -> r.reset()))),
        wanted(
            "F6",
            "accepted, and silent",
            "within 15 s",
            within(SOON, (_, r) -> r.silence(SILENCE))),
        wanted("F7", "the first token after 20 s", "within 15 s", within(SOON, FaultCases::late)),
        begun("F8", "a cut after 40 of 60 tokens", "an answer", within(SOON, cutAfter(CUT_AFTER))),
        slow("F9", "silent for 30 s after 20 tokens", "an end within 45 s", FaultCases::stalled),
        begun("F10", "the tenth event is not JSON", "an answer", within(SOON, FaultCases::garbage)),
        begun("F11", "no [DONE]", "an answer", within(SOON, FaultCases::withoutDone)),
        wanted("F12", "400, the context is too long", "an answer", within(SOON, tooLong())),
        wanted("F13", "400, the content is filtered", "the same error", FaultCases::filtered),
        begun(
            "F14",
            "a cut; the fallback takes no prefill",
            "the first error",
            FaultCases::unresumed),
        slow(
            "F15", "down for 60 s, a call every 4 s", "all served, back in 30 s", FaultCases::down),
        wanted("F16", "503; who has answered is told", "model and usage of it", FaultCases::told),
        wanted(
            FaultCase.RESCUE,
            "a cut; the fallback goes on",
            "the rest of the answer",
            FaultCases::resumed));
  }

  private static FaultCase wanted(String code, String what, String wanted, FaultCase.Drive drive) {
    return new FaultCase(code, what, wanted, true, FaultVerdict.WANTED, drive);
  }

  /// A fault that takes more than a quarter of a minute.
  private static FaultCase slow(String code, String what, String wanted, FaultCase.Drive drive) {
    return new FaultCase(code, what, wanted, false, FaultVerdict.WANTED, drive);
  }

  /// A fault behind the first token: with defaults an honest end will do.
  private static FaultCase begun(String code, String what, String wanted, FaultCase.Drive drive) {
    return new FaultCase(code, what, wanted, true, FaultVerdict.HONEST, drive);
  }

  /// An answer within so many seconds while the first provider does this.
  private static FaultCase.Drive within(double seconds, Script script) {
    return scene -> {
      scene.first().play(script);
      return judged(scene.client().call(), seconds);
    };
  }

  private static FaultResult judged(Received received, double seconds) {
    if (received.seconds() > seconds) {
      return FaultResult.wrong(received.words());
    }
    if (received.isWhole()) {
      return FaultResult.wanted(received.words());
    }
    return new FaultResult(
        received.isHonest() ? FaultVerdict.HONEST : FaultVerdict.WRONG, received.words());
  }

  private static Script error(int status, String code) {
    return (_, writer) -> writer.error(status, "", code, "the provider has failed");
  }

  /// Returns a script that plays `script` for the first request alone.
  private static Script once(Script script) {
    return (request, writer) -> {
      if (request.number() == 1) {
        script.answer(request, writer);
      } else {
        writer.answer();
      }
    };
  }

  private static Script cutAfter(int tokens) {
    return (_, writer) -> {
      writer.begin();
      writer.tokens(0, tokens);
      writer.cut();
    };
  }

  private static Script tooLong() {
    String message = "This model's maximum context length is 10 tokens, you requested 11 tokens.";
    return (_, writer) -> writer.error(400, "", "context_length_exceeded", message);
  }

  private static void late(Asked request, FaultyAnswerWriter writer)
      throws IOException, InterruptedException {
    writer.begin();
    writer.silence(LATE);
    writer.rest(0);
  }

  private static void garbage(Asked request, FaultyAnswerWriter writer)
      throws IOException, InterruptedException {
    writer.begin();
    writer.tokens(0, 9);
    writer.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"t9 ");
    writer.rest(10);
  }

  private static void withoutDone(Asked request, FaultyAnswerWriter writer)
      throws IOException, InterruptedException {
    writer.begin();
    writer.tokens(0, FaultyAnswerWriter.TOKENS);
    writer.end();
  }

  /// The first provider may not be asked again before the instant that it has named.
  private static FaultResult hinted(Scene scene) throws InterruptedException {
    long begun = Clock.SYSTEM.nanos();
    var early = new boolean[1];
    scene
        .first()
        .play(
            (request, writer) -> {
              boolean before = seconds(begun) < 2;
              early[0] |= before && request.number() > 1;
              if (before) {
                writer.error(429, "retry-after: 2\r\n", "rate_limit_exceeded", "try again in 2s");
              } else {
                writer.answer();
              }
            });
    FaultResult one = judged(scene.client().call(), SOON);
    FaultResult two = judged(scene.client().call(), SOON);
    if (early[0]) {
      return FaultResult.wrong("asked again before the hint");
    }
    return one.verdict() == FaultVerdict.WANTED ? two : one;
  }

  private static FaultResult stalled(Scene scene) throws InterruptedException {
    scene
        .first()
        .play(
            (_, writer) -> {
              writer.begin();
              writer.tokens(0, 20);
              writer.silence(STALL);
              writer.rest(20);
            });
    Received received = scene.client().call();
    boolean ended = received.seconds() <= END && (received.isWhole() || received.isHonest());
    return FaultResult.of(ended, received.words());
  }

  private static FaultResult filtered(Scene scene) throws InterruptedException {
    scene.first().play(error(400, "content_filter"));
    Received received = scene.client().call();
    boolean same = received.status() == 400 && received.error().equals("content_filter");
    return FaultResult.of(same, received.words());
  }

  private static FaultResult unresumed(Scene scene) throws InterruptedException {
    scene.first().play(cutAfter(20));
    scene
        .second()
        .play(
            (request, writer) -> {
              if (request.body().contains("\"assistant\"")) {
                writer.error(400, "", REFUSAL, "the last message must be the user's");
              } else {
                writer.answer();
              }
            });
    Received received = scene.client().call();
    return received.error().equals(REFUSAL)
        ? FaultResult.wrong(received.words())
        : judged(received, SOON);
  }

  /// The fallback is of the same model, and says how it is told what an answer begins with.
  private static FaultResult resumed(Scene scene) throws InterruptedException {
    scene.first().play(cutAfter(CUT_AFTER));
    scene
        .second()
        .play(
            (request, writer) -> {
              if (request.body().contains("\"continue_final_message\":true")
                  && request.body().contains(FaultyAnswerWriter.token(CUT_AFTER - 1) + "\"")) {
                writer.begin();
                writer.tokens(CUT_AFTER, FaultyAnswerWriter.TOKENS);
                writer.finish(
                    FaultyAnswerWriter.INPUT + CUT_AFTER, FaultyAnswerWriter.TOKENS - CUT_AFTER);
                writer.done();
              } else {
                writer.error(400, "", REFUSAL, "there is nothing to go on with");
              }
            });
    Received received = scene.client().call();
    String once = FaultyAnswerWriter.INPUT + "+" + FaultyAnswerWriter.TOKENS;
    return received.isWhole() && !received.usage().equals(once)
        ? FaultResult.wrong("told of " + received.usage())
        : judged(received, SOON);
  }

  private static FaultResult told(Scene scene) throws InterruptedException {
    scene.first().play(error(503, "overloaded"));
    Received got = scene.client().call();
    boolean told =
        got.model().equals(Scene.SECOND)
            && got.usage().equals(FaultyAnswerWriter.INPUT + "+" + FaultyAnswerWriter.TOKENS);
    return got.isWhole() && !told
        ? FaultResult.wrong("told of " + got.model() + " " + got.usage())
        : judged(got, SOON);
  }

  private static FaultResult down(Scene scene) throws IOException, InterruptedException {
    FaultResult well = judged(scene.client().call(), SOON);
    scene.first().goDown();
    long begun = Clock.SYSTEM.nanos();
    int calls = 0;
    for (; seconds(begun) < DOWN && well.verdict() == FaultVerdict.WANTED; calls++) {
      TimeUnit.SECONDS.sleep(EVERY);
      well = judged(scene.client().call(), SOON);
    }
    scene.first().comeBack();
    scene.first().play((_, writer) -> writer.answer());
    long back = Clock.SYSTEM.nanos();
    for (; scene.first().asked() == 0 && seconds(back) < BACK; calls++) {
      TimeUnit.SECONDS.sleep(EVERY);
      FaultResult next = judged(scene.client().call(), SOON);
      well = well.verdict() == FaultVerdict.WANTED ? next : well;
    }
    return well.verdict() == FaultVerdict.WANTED ? back(scene, calls, seconds(back)) : well;
  }

  private static FaultResult back(Scene scene, int calls, double seconds) {
    String came = "%d served, back after %.0f s".formatted(calls, seconds);
    boolean back = scene.first().asked() > 0 && seconds <= BACK;
    return FaultResult.of(back, came);
  }

  private static double seconds(long since) {
    return (Clock.SYSTEM.nanos() - since) / 1e9;
  }
}
