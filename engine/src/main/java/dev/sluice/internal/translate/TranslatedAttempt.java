package dev.sluice.internal.translate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.BufferedAnswer;
import dev.sluice.call.answer.BufferedAnswerWriter;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.dialect.Translated;
import dev.sluice.dialect.Translation;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.internal.translate.TranslationMeans.Built;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An attempt at a call in another dialect than the provider's. On the call's thread.
final class TranslatedAttempt {
  private static final String JSON = "application/json";
  static final Failed NO_ROOM = new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty());

  private final Call call;
  private final Sink sink;

  private final TargetDialect dialect;
  private final Translation translation;
  private final TranslationMeans means;
  private TargetRules rules;

  /// The exchange that has been refused for the gateway's own question; null before.
  private @Nullable AttemptInfo first;

  TranslatedAttempt(
      Call call,
      Sink sink,
      TargetDialect dialect,
      Translation translation,
      TranslationMeans means) {
    this.call = call;
    this.sink = sink;
    this.dialect = dialect;
    this.translation = translation;
    this.means = means;
    this.rules = dialect.rules(call);
  }

  /// @param provider the target in its own dialect
  Outcome send(Service provider) throws InterruptedException {
    Optional<Built<Translation.RequestResult>> request = request();
    if (request.isEmpty()) {
      return NO_ROOM;
    }
    try (Built<Translation.RequestResult> built = request.get()) {
      return switch (built.result()) {
        case Translation.Refused(String path, String why) -> unsent(path, why);
        case Translated translated -> send(translated, built.body(translated.body()), provider);
      };
    }
  }

  /// Returns the translated request; empty where there is no memory for it.
  private Optional<Built<Translation.RequestResult>> request() throws InterruptedException {
    TargetRules asked = rules;
    return means.build(call, (body, meter) -> request(body, asked, meter));
  }

  private Translation.RequestResult request(byte[] body, TargetRules asked, HeapMeter meter) {
    RequestFacts facts = call.facts();
    boolean named = call.operation().isOfGemini() || facts.modelEnd() == 0 || facts.cloud().named();
    return named
        ? translation.request(body, call.model(), facts.stream(), asked, meter)
        : translation.request(body, asked, meter);
  }

  private Failed unsent(String path, String why) {
    return Unsent.untranslatable(call, sink, dialect.target(), path, why, means.clock());
  }

  private Outcome send(Translated translated, Optional<Body> body, Service provider)
      throws InterruptedException {
    if (body.isEmpty()) {
      return NO_ROOM;
    }
    try (Body held = body.get();
        Reservation reservation = reserve(MemoryBudget.Use.ANSWER)) {
      if (!reservation.resize(translated.held())) {
        return NO_ROOM;
      }
      Optional<RequestFacts> facts = facts(translated);
      if (facts.isEmpty()) {
        return unsent("", "the dialect of the target has no such request");
      }
      Call asked = call.asking(dialect.asked(), facts.get(), held);
      return translated.stream()
          ? events(translated, asked, provider, reservation)
          : whole(translated, asked, provider, reservation);
    }
  }

  private Optional<RequestFacts> facts(Translated translated) throws InterruptedException {
    byte[] request = translated.body();
    return means.work(
        request.length,
        () -> means.reader().read(dialect.asked(), call.model(), translated.stream(), request));
  }

  private Outcome events(
      Translated translated, Call asked, Service provider, Reservation reservation)
      throws InterruptedException {
    var counted = new AnswerRoom(reservation, translated.held());
    var translator = translated.events(created(), counted.meter());
    Sink to = first == null ? sink : new SameAttempt(sink, first);
    var events = new TranslatedEvents(to, translator, heads(translated), counted, dialect);
    Outcome outcome = events.verdict(provider.send(asked, events));
    return outcome instanceof Failed.Refused refused && mayBeOfUsage(refused)
        ? withoutUsage(provider)
        : inClientsWords(outcome);
  }

  /// Whether a refusal may be about the gateway's own question for the usage of a stream. Its text
  /// may repeat the client's words, so that nothing is learned from it alone.
  private boolean mayBeOfUsage(Failed.Refused refused) {
    return rules.usageOption() && refused.body().contains("stream_options");
  }

  private Outcome withoutUsage(Service provider) throws InterruptedException {
    rules = rules.withoutUsageOption();
    first = sink.info().attempt();
    Outcome outcome = send(provider);
    if (outcome instanceof Answered) {
      dialect.refusesUsage();
    }
    return outcome;
  }

  private Outcome whole(
      Translated translated, Call asked, Service provider, Reservation reservation)
      throws InterruptedException {
    var held = new HeldAnswer(sink, heads(translated), reservation, translated.held());
    Outcome outcome = held.verdict(provider.send(asked, held));
    return outcome instanceof Answered ? answer(translated, held) : inClientsWords(outcome);
  }

  private Outcome answer(Translated translated, HeldAnswer held) throws InterruptedException {
    byte[] body = held.body();
    Optional<Translated.AnswerResult> result =
        means.build(body.length, () -> translated.answer(body, created(), held.meter(body)));
    return result.isEmpty() ? new Failed.OutOfMemory() : answer(result.get(), held);
  }

  private Outcome answer(Translated.AnswerResult result, HeldAnswer held)
      throws InterruptedException {
    return switch (result) {
      case Translated.AnswerResult.Failed failed -> dialect.failure(failed.fault());
      case Translated.AnswerResult.Whole whole -> write(held.answer(whole.body(), whole.dropped()));
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
    String body = new String(translation.errorBody(fault), UTF_8);
    return refused(refused, translation.status(fault), body);
  }

  /// Returns a provider's refusal in the words of the client's dialect. A refusal for cost keeps
  /// its status: that of a used-up account, which some dialects use for both, would be another
  /// error.
  static Failed refused(Failed.Refused refused, int status, String body) {
    boolean costly = refused.objection() == Failed.Objection.COST;
    boolean clients = !costly && status >= 400 && status < 500;
    return new Failed.Refused(clients ? status : refused.status(), JSON, body, refused.objection());
  }

  private TranslatedHeads heads(Translated translated) {
    return new TranslatedHeads(
        headers -> translation.rateLimits(headers, means.clock().wall()),
        translated.dropped(),
        added());
  }

  /// Returns the bound of the output that the translation has added because its dialect needs one
  /// and the configuration says which; empty for none.
  private String added() {
    boolean added =
        dialect.asked() == Operation.MESSAGES
            && rules.maxOutput() > 0
            && call.facts().maxTokens().isEmpty();
    return added ? "max_tokens=" + rules.maxOutput() : "";
  }

  private long created() {
    return means.clock().wall().getEpochSecond();
  }

  private Reservation reserve(MemoryBudget.Use use) {
    return means.memory().reserve(use, call.hints().caller());
  }
}
