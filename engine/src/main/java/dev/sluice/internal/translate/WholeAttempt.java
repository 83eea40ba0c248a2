package dev.sluice.internal.translate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.BufferedAnswer;
import dev.sluice.call.answer.BufferedAnswerWriter;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.WholeTranslation;
import dev.sluice.dialect.rule.WholeTranslation.Answer;
import dev.sluice.dialect.rule.WholeTranslation.Refused;
import dev.sluice.dialect.rule.WholeTranslation.Request;
import dev.sluice.dialect.rule.WholeTranslation.Result;
import dev.sluice.internal.translate.TranslationMeans.Built;
import java.time.Duration;
import java.util.Optional;

/// An attempt at a call for embeddings, a rerank or pictures in another form than the provider's.
/// On the call's thread.
final class WholeAttempt {
  private final Call call;
  private final Sink sink;
  private final TargetDialect dialect;
  private final Operation asked;
  private final WholeTranslation translation;
  private final TranslationMeans means;

  WholeAttempt(
      Call call,
      Sink sink,
      TargetDialect dialect,
      WholeTranslation translation,
      TranslationMeans means) {
    this.call = call;
    this.sink = sink;
    this.dialect = dialect;
    this.asked = dialect.asked(call);
    this.translation = translation;
    this.means = means;
  }

  /// @param provider the target in its own form
  Outcome send(Service provider) throws InterruptedException {
    Optional<Built<Result>> request = request();
    if (request.isEmpty()) {
      return TranslatedAttempt.NO_ROOM;
    }
    try (Built<Result> built = request.get()) {
      return switch (built.result()) {
        case Refused(String path, String why) ->
            Unsent.untranslatable(call, sink, dialect.target(), path, why, means.clock());
        case Request translated -> send(translated, built.body(translated.body()), provider);
      };
    }
  }

  /// Returns the translated request; empty where there is no memory for it.
  private Optional<Built<Result>> request() throws InterruptedException {
    TargetRules rules = dialect.rules(call);
    return means.build(
        call, (body, meter) -> translation.request(body, rules.model(), rules.strict(), meter));
  }

  private Outcome send(Request translated, Optional<Body> body, Service provider)
      throws InterruptedException {
    if (body.isEmpty()) {
      return TranslatedAttempt.NO_ROOM;
    }
    try (Body held = body.get();
        Reservation reservation = reserve(MemoryBudget.Use.ANSWER)) {
      if (!reservation.resize(translated.held())) {
        return TranslatedAttempt.NO_ROOM;
      }
      Optional<RequestFacts> facts = facts(translated.body());
      if (facts.isEmpty()) {
        String why = "the target has no such request";
        return Unsent.untranslatable(call, sink, dialect.target(), "", why, means.clock());
      }
      Call instead = call.asking(asked, facts.get().withModel(call.model()), held);
      return send(translated, instead, provider, reservation);
    }
  }

  private Optional<RequestFacts> facts(byte[] request) throws InterruptedException {
    return means.work(
        request.length, () -> means.reader().read(asked, call.model(), false, request));
  }

  private Outcome send(Request translated, Call instead, Service provider, Reservation reservation)
      throws InterruptedException {
    var heads = new TranslatedHeads(translation::rateLimits, translated.dropped(), "");
    var held = new HeldAnswer(sink, heads, reservation, translated.held());
    Outcome outcome = held.verdict(provider.send(instead, held));
    return outcome instanceof Answered ? answer(translated, held) : inClientsWords(outcome);
  }

  private Outcome answer(Request translated, HeldAnswer held) throws InterruptedException {
    byte[] body = held.body();
    long tokens = held.usage().input();
    Optional<Answer> answer =
        means.build(body.length, () -> translated.answers().of(body, tokens, held.meter(body)));
    return answer.isEmpty() ? new Failed.OutOfMemory() : answer(answer.get(), held);
  }

  private Outcome answer(Answer answer, HeldAnswer held) throws InterruptedException {
    return switch (answer) {
      case Answer.Broken(AnswerFault fault) -> dialect.failure(fault);
      case Answer.Whole(byte[] whole, boolean estimated) ->
          write(estimated && held.usage().estimated() ? held.estimated(whole) : held.answer(whole));
    };
  }

  private Outcome write(BufferedAnswer answer) throws InterruptedException {
    Duration left = call.deadline().remaining(means.clock().nanos());
    return new BufferedAnswerWriter(call, sink, answer).run(left);
  }

  /// Returns a provider's error as the client's dialect says it; any other outcome unchanged.
  private Outcome inClientsWords(Outcome outcome) {
    if (!(outcome instanceof Failed.Refused refused)) {
      return outcome;
    }
    AnswerFault fault = translation.fault(refused.status(), refused.body().getBytes(UTF_8));
    return TranslatedAttempt.refused(
        refused, translation.status(fault), translation.errorBody(fault));
  }

  private Reservation reserve(MemoryBudget.Use use) {
    return means.memory().reserve(use, call.hints().caller());
  }
}
