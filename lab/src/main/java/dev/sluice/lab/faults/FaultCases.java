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
        new FaultCase(
            "F9",
            "silent for 30 s after 20 tokens",
            "an end within 45 s",
            false,
            Verdict.WANTED,
            FaultCases::stalled),
        begun("F10", "the tenth event is not JSON", "an answer", within(SOON, FaultCases::garbage)),
        begun("F11", "no [DONE]", "an answer", within(SOON, FaultCases::withoutDone)),
        wanted("F12", "400, the context is too long", "an answer", within(SOON, tooLong())),
        wanted("F13", "400, the content is filtered", "the same error", FaultCases::filtered),
        begun(
            "F14",
            "a cut; the fallback takes no prefill",
            "the first error",
            FaultCases::unresumed),
        new FaultCase(
            "F15",
            "down for 60 s, a call every 4 s",
            "all served, back in 30 s",
            false,
            Verdict.WANTED,
            FaultCases::down),
        wanted("F16", "503; who has answered is told", "model and usage of it", FaultCases::told),
        wanted(
            FaultCase.RESCUE,
            "a cut; the fallback goes on",
            "the rest of the answer",
            FaultCases::resumed));
  }

  private static FaultCase wanted(String code, String what, String wanted, FaultCase.Drive drive) {
    return new FaultCase(code, what, wanted, true, Verdict.WANTED, drive);
  }

  /// A fault behind the first token: with defaults an honest end will do.
  private static FaultCase begun(String code, String what, String wanted, FaultCase.Drive drive) {
    return new FaultCase(code, what, wanted, true, Verdict.HONEST, drive);
  }

  /// An answer within so many seconds while the first provider does this.
  private static FaultCase.Drive within(double seconds, Script script) {
    return scene -> {
      scene.first().play(script);
      return judged(scene.client().call(), seconds);
    };
  }

  private static Finding judged(Received received, double seconds) {
    if (received.seconds() > seconds) {
      return Finding.wrong(received.words());
    }
    if (received.isWhole()) {
      return Finding.wanted(received.words());
    }
    return new Finding(received.isHonest() ? Verdict.HONEST : Verdict.WRONG, received.words());
  }

  private static Script error(int status, String code) {
    return (_, reply) -> reply.error(status, "", code, "the provider has failed");
  }

  /// Returns a script that plays `script` for the first request alone.
  private static Script once(Script script) {
    return (request, reply) -> {
      if (request.number() == 1) {
        script.answer(request, reply);
      } else {
        reply.answer();
      }
    };
  }

  private static Script cutAfter(int tokens) {
    return (_, reply) -> {
      reply.begin();
      reply.tokens(0, tokens);
      reply.cut();
    };
  }

  private static Script tooLong() {
    String message = "This model's maximum context length is 10 tokens, you requested 11 tokens.";
    return (_, reply) -> reply.error(400, "", "context_length_exceeded", message);
  }

  private static void late(Asked request, Reply reply) throws IOException, InterruptedException {
    reply.begin();
    reply.silence(LATE);
    reply.tokens(0, Reply.TOKENS);
    reply.finish();
    reply.done();
  }

  private static void garbage(Asked request, Reply reply) throws IOException, InterruptedException {
    reply.begin();
    reply.tokens(0, 9);
    reply.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"t9 ");
    reply.tokens(10, Reply.TOKENS);
    reply.finish();
    reply.done();
  }

  private static void withoutDone(Asked request, Reply reply)
      throws IOException, InterruptedException {
    reply.begin();
    reply.tokens(0, Reply.TOKENS);
    reply.end();
  }

  /// The first provider may not be asked again before the instant that it has named.
  private static Finding hinted(Scene scene) throws InterruptedException {
    long begun = Clock.SYSTEM.nanos();
    var early = new boolean[1];
    scene
        .first()
        .play(
            (request, reply) -> {
              boolean before = seconds(begun) < 2;
              early[0] |= before && request.number() > 1;
              if (before) {
                reply.error(429, "retry-after: 2\r\n", "rate_limit_exceeded", "try again in 2s");
              } else {
                reply.answer();
              }
            });
    Finding one = judged(scene.client().call(), SOON);
    Finding two = judged(scene.client().call(), SOON);
    if (early[0]) {
      return Finding.wrong("asked again before the hint");
    }
    return one.verdict() == Verdict.WANTED ? two : one;
  }

  private static Finding stalled(Scene scene) throws InterruptedException {
    scene
        .first()
        .play(
            (_, reply) -> {
              reply.begin();
              reply.tokens(0, 20);
              reply.silence(STALL);
              reply.tokens(20, Reply.TOKENS);
              reply.finish();
              reply.done();
            });
    Received received = scene.client().call();
    boolean ended = received.seconds() <= END && (received.isWhole() || received.isHonest());
    return new Finding(ended ? Verdict.WANTED : Verdict.WRONG, received.words());
  }

  private static Finding filtered(Scene scene) throws InterruptedException {
    scene.first().play(error(400, "content_filter"));
    Received received = scene.client().call();
    boolean same = received.status() == 400 && received.error().equals("content_filter");
    return new Finding(same ? Verdict.WANTED : Verdict.WRONG, received.words());
  }

  private static Finding unresumed(Scene scene) throws InterruptedException {
    scene.first().play(cutAfter(20));
    scene
        .second()
        .play(
            (request, reply) -> {
              if (request.body().contains("\"assistant\"")) {
                reply.error(400, "", REFUSAL, "the last message must be the user's");
              } else {
                reply.answer();
              }
            });
    Received received = scene.client().call();
    return received.error().equals(REFUSAL)
        ? Finding.wrong(received.words())
        : judged(received, SOON);
  }

  /// The fallback is of the same model, and says how it is told what an answer begins with.
  private static Finding resumed(Scene scene) throws InterruptedException {
    scene.first().play(cutAfter(CUT_AFTER));
    scene
        .second()
        .play(
            (request, reply) -> {
              if (request.body().contains("\"continue_final_message\":true")
                  && request.body().contains(Reply.token(CUT_AFTER - 1) + "\"")) {
                reply.begin();
                reply.tokens(CUT_AFTER, Reply.TOKENS);
                reply.finish(Reply.INPUT + CUT_AFTER, Reply.TOKENS - CUT_AFTER);
                reply.done();
              } else {
                reply.error(400, "", REFUSAL, "there is nothing to go on with");
              }
            });
    Received received = scene.client().call();
    String once = Reply.INPUT + "+" + Reply.TOKENS;
    return received.isWhole() && !received.usage().equals(once)
        ? Finding.wrong("told of " + received.usage())
        : judged(received, SOON);
  }

  private static Finding told(Scene scene) throws InterruptedException {
    scene.first().play(error(503, "overloaded"));
    Received got = scene.client().call();
    boolean told =
        got.model().equals(Scene.SECOND) && got.usage().equals(Reply.INPUT + "+" + Reply.TOKENS);
    return got.isWhole() && !told
        ? Finding.wrong("told of " + got.model() + " " + got.usage())
        : judged(got, SOON);
  }

  private static Finding down(Scene scene) throws IOException, InterruptedException {
    Finding well = judged(scene.client().call(), SOON);
    scene.first().goDown();
    long begun = Clock.SYSTEM.nanos();
    int calls = 0;
    for (; seconds(begun) < DOWN && well.verdict() == Verdict.WANTED; calls++) {
      TimeUnit.SECONDS.sleep(EVERY);
      well = judged(scene.client().call(), SOON);
    }
    scene.first().comeBack();
    scene.first().play((_, reply) -> reply.answer());
    long back = Clock.SYSTEM.nanos();
    for (; scene.first().asked() == 0 && seconds(back) < BACK; calls++) {
      TimeUnit.SECONDS.sleep(EVERY);
      Finding next = judged(scene.client().call(), SOON);
      well = well.verdict() == Verdict.WANTED ? next : well;
    }
    return well.verdict() == Verdict.WANTED ? back(scene, calls, seconds(back)) : well;
  }

  private static Finding back(Scene scene, int calls, double seconds) {
    String came = "%d served, back after %.0f s".formatted(calls, seconds);
    boolean back = scene.first().asked() > 0 && seconds <= BACK;
    return new Finding(back ? Verdict.WANTED : Verdict.WRONG, came);
  }

  private static double seconds(long since) {
    return (Clock.SYSTEM.nanos() - since) / 1e9;
  }
}
