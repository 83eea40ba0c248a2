package dev.sluice.internal.cache;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.BufferedAnswer;
import dev.sluice.call.answer.BufferedAnswerWriter;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.item.BufferingSink;
import dev.sluice.call.item.BuiltRequest;
import dev.sluice.call.item.ItemResult;
import dev.sluice.call.item.ResponseTemplate;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The cache of calls for several inputs: inputs whose parts are stored are filled in, the others
/// are asked for in one smaller call. If that fails for any reason, the call is made unchanged.
record ItemCache(Cache.Means means, AnswerStore store) {
  /// The usage of a hit, which uses nothing.
  private static final Usage NOTHING = new Usage(0, 0, 0, false);

  /// Answers `call`, which asks for `items`.
  Outcome send(Call call, KeyedItems items, Sink sink, Service next) throws InterruptedException {
    if (!call.hints().caching().takesOthers()) {
      return next.send(call, sink);
    }
    PartialHit partial = look(items);
    Optional<Outcome> outcome = Optional.empty();
    if (partial.isWhole()) {
      outcome = hit(call, partial, sink);
    } else if (!partial.isEmpty()) {
      outcome = fill(call, partial, sink, next);
    }
    if (outcome.isPresent()) {
      return outcome.get();
    }
    store.miss();
    return next.send(call, sink);
  }

  private PartialHit look(KeyedItems items) {
    Map<Fingerprint, CachedItem> found = new HashMap<>();
    for (Fingerprint key : items.keys()) {
      if (!found.containsKey(key)) {
        store.find(key, CachedItem.class).ifPresent(part -> found.put(key, part));
      }
    }
    return new PartialHit(items, found);
  }

  private Optional<SplitAnswer> apart(KeyedItems items, String target, Head head, byte[] answer) {
    return SplitAnswer.of(means.codec(), items, target, head, answer, means.clock().nanos());
  }

  /// Answers a call from stored parts alone. Returns empty where there is no memory for the answer.
  private Optional<Outcome> hit(Call call, PartialHit partial, Sink sink)
      throws InterruptedException {
    Head head = partial.source().head().with(Cache.HEADER, "hit");
    ResponseTemplate envelope = partial.source().envelope();
    Optional<Outcome> outcome =
        deliver(call, sink, partial, new Answer(head, envelope, Map.of(), NOTHING));
    if (outcome.isPresent()) {
      store.hit();
      means.observer().saved(call, "cache", 1);
    }
    return outcome;
  }

  /// Asks for the missing parts. Returns empty where that leads nowhere and the call has to be made
  /// unchanged.
  private Optional<Outcome> fill(Call call, PartialHit partial, Sink sink, Service next)
      throws InterruptedException {
    KeyedItems missing = partial.missing();
    BuiltRequest built =
        means.codec().ask(missing.items().frame(), missing.items().items(), call.facts());
    String owner = call.hints().caller();
    Optional<Body> body = means.memory().body(built.body(), owner);
    if (body.isEmpty()) {
      return Optional.empty();
    }
    try (Body own = body.get();
        BufferingSink misses = new BufferingSink(sink, answer(owner), missing.keys().size())) {
      Call less =
          call.with(call.id(), built.facts(), own, call.deadline(), call.hints())
              .asking(built.operation());
      Outcome outcome = next.send(less, misses);
      if (outcome instanceof Failed && !misses.overflown()) {
        store.miss();
        return Optional.of(outcome);
      }
      Optional<Outcome> filled =
          misses.overflown() ? Optional.empty() : filled(call, partial, missing, misses, sink);
      if (filled.isEmpty()) {
        call.loop().execute(sink::reset);
      }
      return filled;
    }
  }

  private Optional<Outcome> filled(
      Call call, PartialHit partial, KeyedItems missing, BufferingSink misses, Sink sink)
      throws InterruptedException {
    Head head = misses.head();
    Optional<SplitAnswer> apart =
        means.work(misses.size(), () -> apart(missing, misses.target(), head, misses.bytes()));
    if (apart.isEmpty() || head.status() != Recorder.OK) {
      return Optional.empty();
    }
    Map<Fingerprint, CachedItem> parts = apart.get().parts();
    if (!partial.kin(apart.get().source())) {
      return Optional.empty();
    }
    ResponseTemplate envelope = apart.get().source().envelope();
    Optional<Outcome> outcome =
        deliver(
            call,
            sink,
            partial,
            new Answer(head.with(Cache.HEADER, "partial"), envelope, parts, misses.usage()));
    outcome.ifPresent(_ -> store.miss());
    return outcome;
  }

  /// An answer that is to be put together.
  ///
  /// @param envelope the envelope of the newest answer that parts come from
  /// @param more the parts that were asked for, by their keys
  private record Answer(
      Head head, ResponseTemplate envelope, Map<Fingerprint, CachedItem> more, Usage usage) {}

  private Optional<Outcome> deliver(Call call, Sink sink, PartialHit partial, Answer answer)
      throws InterruptedException {
    List<CachedItem> all = partial.with(answer.more());
    List<ItemResult> parts = all.stream().map(CachedItem::part).toList();
    long size = parts.stream().mapToLong(ItemResult::size).sum();
    try (Reservation reservation = answer(call.hints().caller())) {
      if (!reservation.resize(size)) {
        return Optional.empty();
      }
      byte[] body =
          means.work(
              size,
              () ->
                  means
                      .codec()
                      .join(
                          answer.envelope(), parts, all.stream().map(CachedItem::charge).toList()));
      store.filled(partial.filled());
      long now = means.clock().nanos();
      var whole =
          new BufferedAnswer(
              head(answer, partial, body.length, now), List.of(body), answer.usage());
      return Optional.of(
          new BufferedAnswerWriter(call, sink, whole).run(call.deadline().remaining(now)));
    }
  }

  private Reservation answer(String owner) {
    return means.memory().reserve(MemoryBudget.Use.ANSWER, owner);
  }

  /// Returns the head of an answer, which is as old as its oldest part.
  private static Head head(Answer answer, PartialHit partial, int length, long now) {
    Duration age = Duration.ofNanos(now - partial.oldest());
    return answer
        .head()
        .with("age", String.valueOf(age.toSeconds()))
        .with("content-length", String.valueOf(length));
  }
}
