package dev.sluice.internal.translate;

import dev.sluice.call.Call;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.MemoryBudget.Use;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.dialect.WireDialect;
import dev.sluice.dialect.codec.ForeignSeals.Unsealed;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.internal.translate.TranslationMeans.Built;
import java.util.List;
import java.util.Optional;

/// An attempt at a call in the provider's own dialect whose conversation has been at a target of
/// another dialect: what that target has sealed is left out. On the call's thread.
///
/// @param call a conversation, or a count of its tokens
record UnsealedAttempt(Call call, Sink sink, TranslationMeans means) {

  /// Whether a call brings something that another target has sealed.
  static boolean concerns(Call call) {
    return call.facts().resealed();
  }

  /// @param provider the target
  Outcome send(Service provider) throws InterruptedException {
    Optional<Built<Optional<Unsealed>>> built = means.build(call, this::unsealed);
    if (built.isEmpty()) {
      return TranslatedAttempt.NO_ROOM;
    }
    try (Built<Optional<Unsealed>> request = built.get()) {
      Optional<Unsealed> unsealed = request.result();
      Optional<Outcome> outcome =
          unsealed.isPresent()
              ? send(unsealed.get(), request.body(unsealed.get().body()), provider)
              : Optional.empty();
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return provider.send(call, sink);
  }

  private Optional<Unsealed> unsealed(byte[] body, HeapMeter meter) {
    // A compaction is in the dialect of responses, and is never translated.
    return call.operation().isOfResponses()
        ? WireDialect.RESPONSES.unsealed(body, meter)
        : TranslatedOperations.dialect(call.operation())
            .flatMap(dialect -> dialect.unsealed(body, meter));
  }

  /// Sends what is left of the request. Returns empty where that is no request.
  private Optional<Outcome> send(Unsealed unsealed, Optional<Body> body, Service provider)
      throws InterruptedException {
    if (body.isEmpty()) {
      return Optional.of(TranslatedAttempt.NO_ROOM);
    }
    try (Body held = body.get();
        Reservation reservation = means.memory().reserve(Use.ANSWER, call.hints().caller())) {
      if (!reservation.resize(unsealed.held())) {
        return Optional.of(TranslatedAttempt.NO_ROOM);
      }
      Optional<RequestFacts> facts = facts(unsealed.body());
      if (facts.isEmpty()) {
        return Optional.empty();
      }
      RequestFacts named = facts.get().withModel(call.model());
      Call asked = call.asking(call.operation(), named, held);
      return Optional.of(provider.send(asked, new Telling(sink, unsealed.dropped())));
    }
  }

  private Optional<RequestFacts> facts(byte[] body) throws InterruptedException {
    return means.work(
        body.length,
        () -> means.reader().read(call.operation(), call.model(), call.facts().stream(), body));
  }

  /// Sink that tells with the answer what was left out.
  private static final class Telling extends ForwardingSink {
    private final List<String> dropped;

    Telling(Sink next, List<String> dropped) {
      super(next);
      this.dropped = dropped;
    }

    @Override
    public void head(Head head) {
      next.head(TranslatedHeads.dropping(head, dropped));
    }
  }
}
