package dev.sluice.cache;

import dev.sluice.call.Body;
import dev.sluice.call.Call;
import dev.sluice.call.Delivery;
import dev.sluice.call.Failed;
import dev.sluice.call.Fingerprint;
import dev.sluice.call.Head;
import dev.sluice.call.MemoryBudget;
import dev.sluice.call.Outcome;
import dev.sluice.call.Reservation;
import dev.sluice.call.Service;
import dev.sluice.call.Sink;
import dev.sluice.call.Usage;
import dev.sluice.call.Whole;
import dev.sluice.call.item.Asking;
import dev.sluice.call.item.Envelope;
import dev.sluice.call.item.Part;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers calls for several inputs: those whose parts are kept are filled in, the others are asked
/// for in one smaller call. Whatever stands in the way of that, the call is made as it came.
final class ItemCache {
  /// A hit uses nothing.
  private static final Usage NOTHING = new Usage(0, 0, 0, false);

  private final Cache.Means means;
  private final Store store;

  ItemCache(Cache.Means means, Store store) {
    this.means = means;
    this.store = store;
  }

  /// Answers `call`, which asks for these.
  Outcome send(Call call, Asked asked, Sink sink, Service next) throws InterruptedException {
    if (!call.claim().caching().takesOthers()) {
      return next.send(call, sink);
    }
    Filling filling = look(asked);
    Optional<Outcome> outcome = Optional.empty();
    if (filling.isWhole()) {
      outcome = hit(call, filling, sink);
    } else if (!filling.isEmpty()) {
      outcome = fill(call, filling, sink, next);
    }
    if (outcome.isPresent()) {
      return outcome.get();
    }
    store.miss();
    return next.send(call, sink);
  }

  private Filling look(Asked asked) {
    Map<Fingerprint, KeptPart> found = new HashMap<>();
    for (Fingerprint key : asked.keys()) {
      if (!found.containsKey(key)) {
        store.find(key, KeptPart.class).ifPresent(part -> found.put(key, part));
      }
    }
    return new Filling(asked, found);
  }

  private Optional<Apart> apart(Asked asked, String target, Head head, byte[] answer) {
    return Apart.of(means.codec(), asked, target, head, answer, means.clock().nanos());
  }

  /// Empty where there is no memory for the answer.
  private Optional<Outcome> hit(Call call, Filling filling, Sink sink) throws InterruptedException {
    Head head = filling.source().head().with(Cache.HEADER, "hit");
    Envelope envelope = filling.source().envelope();
    Optional<Outcome> outcome =
        deliver(call, sink, filling, new Answer(head, envelope, Map.of(), NOTHING));
    if (outcome.isPresent()) {
      store.hit();
      means.observer().saved(call, "cache", 1);
    }
    return outcome;
  }

  /// Asks for what is missing. Empty where that leads nowhere and the call has to be made as it
  /// came.
  private Optional<Outcome> fill(Call call, Filling filling, Sink sink, Service next)
      throws InterruptedException {
    Asked missing = filling.missing();
    Asking asking =
        means.codec().ask(missing.items().frame(), missing.items().items(), call.facts());
    String owner = call.claim().caller();
    Optional<Body> body = means.memory().body(asking.body(), owner);
    if (body.isEmpty()) {
      return Optional.empty();
    }
    try (Body own = body.get();
        Rest rest = new Rest(sink, answer(owner), missing.keys().size())) {
      Call less = call.with(call.id(), asking.facts(), own, call.deadline(), call.claim());
      Outcome outcome = next.send(less, rest);
      if (outcome instanceof Failed && !rest.overflown()) {
        store.miss();
        return Optional.of(outcome);
      }
      Optional<Outcome> filled =
          rest.overflown() ? Optional.empty() : filled(call, filling, missing, rest, sink);
      if (filled.isEmpty()) {
        call.loop().execute(sink::reset);
      }
      return filled;
    }
  }

  private Optional<Outcome> filled(Call call, Filling filling, Asked missing, Rest rest, Sink sink)
      throws InterruptedException {
    Head head = rest.head();
    Optional<Apart> apart =
        means.work(rest.size(), () -> apart(missing, rest.target(), head, rest.bytes()));
    if (apart.isEmpty() || head.status() != Recorder.OK) {
      return Optional.empty();
    }
    Map<Fingerprint, KeptPart> parts = apart.get().parts();
    if (!filling.kin(apart.get().source())) {
      return Optional.empty();
    }
    Envelope envelope = apart.get().source().envelope();
    Optional<Outcome> outcome =
        deliver(
            call,
            sink,
            filling,
            new Answer(head.with(Cache.HEADER, "partial"), envelope, parts, rest.usage()));
    outcome.ifPresent(_ -> store.miss());
    return outcome;
  }

  /// An answer to be put together.
  ///
  /// @param envelope of the newest that it consists of
  /// @param more the parts that were asked for
  private record Answer(
      Head head, Envelope envelope, Map<Fingerprint, KeptPart> more, Usage usage) {}

  private Optional<Outcome> deliver(Call call, Sink sink, Filling filling, Answer answer)
      throws InterruptedException {
    List<KeptPart> all = filling.with(answer.more());
    List<Part> parts = all.stream().map(KeptPart::part).toList();
    long size = parts.stream().mapToLong(Part::size).sum();
    try (Reservation memory = answer(call.claim().caller())) {
      if (!memory.resize(size)) {
        return Optional.empty();
      }
      byte[] body =
          means.work(
              size,
              () ->
                  means
                      .codec()
                      .join(answer.envelope(), parts, all.stream().map(KeptPart::charge).toList()));
      store.filled(filling.filled());
      long now = means.clock().nanos();
      var whole = new Whole(head(answer, filling, body.length, now), List.of(body), answer.usage());
      return Optional.of(new Delivery(call, sink, whole).run(call.deadline().remaining(now)));
    }
  }

  private Reservation answer(String owner) {
    return means.memory().reserve(MemoryBudget.Use.ANSWER, owner);
  }

  /// As old as the oldest of it.
  private static Head head(Answer answer, Filling filling, int length, long now) {
    Duration age = Duration.ofNanos(now - filling.oldest());
    return answer
        .head()
        .with("age", String.valueOf(age.toSeconds()))
        .with("content-length", String.valueOf(length));
  }
}
