package dev.sluice.internal.translate;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.SegmentedBytes;
import dev.sluice.dialect.CountTranslation;
import dev.sluice.dialect.WireDialect.Counting;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.internal.translate.TranslationMeans.Built;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// An attempt at a count of tokens in another dialect than the provider's: the target's own counter
/// is asked where it has one, in its dialect; where it has none, or does not answer, the count is
/// an estimate ([EstimatedCount]). A count is no reason to try another target, which counts
/// otherwise. On the call's thread.
///
/// @param counting how the client's dialect writes the count
record TranslatedCount(
    Call call, Sink sink, TargetDialect dialect, Counting counting, TranslationMeans means) {
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int NOT_IMPLEMENTED = 501;

  /// @param provider the target in its own dialect
  Outcome send(Service provider) throws InterruptedException {
    Optional<CountTranslation> counter = dialect.count(call.operation(), now());
    if (counter.isEmpty()) {
      return estimate(sink).send();
    }
    Optional<Outcome> counted = ask(counter.get(), provider);
    if (counted.isPresent()) {
      return counted.get();
    }
    AttemptInfo first = sink.info().attempt();
    return estimate(first == null ? sink : new SameAttempt(sink, first)).send();
  }

  private EstimatedCount estimate(Sink to) {
    return new EstimatedCount(call, to, dialect.target(), counting, means);
  }

  /// Returns the outcome of a count by the target; empty where it is to be estimated.
  private Optional<Outcome> ask(CountTranslation counter, Service provider)
      throws InterruptedException {
    TargetRules rules = dialect.rules(call);
    Optional<Built<Optional<byte[]>>> built =
        means.build(call, (body, meter) -> counter.question(body, call.model(), rules, meter));
    if (built.isEmpty()) {
      return Optional.empty();
    }
    try (Built<Optional<byte[]>> question = built.get()) {
      return question.result().isEmpty()
          ? Optional.empty()
          : ask(counter, question.result().get(), question, provider);
    }
  }

  private Optional<Outcome> ask(
      CountTranslation counter, byte[] question, Built<?> built, Service provider)
      throws InterruptedException {
    Operation asked = dialect.askedToCount();
    Optional<RequestFacts> facts =
        means.work(
            question.length, () -> means.reader().read(asked, call.model(), false, question));
    Optional<Body> body = facts.isEmpty() ? Optional.empty() : built.body(question);
    if (facts.isEmpty() || body.isEmpty()) {
      return Optional.empty();
    }
    try (Body held = body.get()) {
      Call instead = call.asking(asked, facts.get().withModel(call.model()), held);
      var answer = new HeldCount(sink);
      Outcome outcome = provider.send(instead, answer);
      return outcome instanceof Answered ? counted(counter, answer) : failed(outcome);
    }
  }

  private Optional<Outcome> counted(CountTranslation counter, HeldCount answer)
      throws InterruptedException {
    OptionalLong tokens = counter.tokens(answer.joined(), HeapMeter.unbounded());
    return tokens.isEmpty()
        ? Optional.empty()
        : Optional.of(estimate(sink).counted(tokens.getAsLong()));
  }

  /// Returns the outcome of a count that has ended with its call; empty for any other failure.
  private Optional<Outcome> failed(Outcome outcome) {
    if (outcome instanceof Failed.Refused refused && isUnknown(refused.status())) {
      dialect.countsNothing(now());
    }
    return switch (outcome) {
      case Failed.Cancelled _, Failed.Internal _ -> Optional.of(outcome);
      case Failed.TimedOut(Failed.Phase phase, _) when phase == Failed.Phase.DEADLINE ->
          Optional.of(outcome);
      default -> Optional.empty();
    };
  }

  private static boolean isUnknown(int status) {
    return status == NOT_FOUND || status == NOT_ALLOWED || status == NOT_IMPLEMENTED;
  }

  private Instant now() {
    return means.clock().wall();
  }

  /// A sink that holds the target's answer to the count, as far as one may be long, and passes
  /// nothing of it on. Confined to the loop; what is held is for the call's thread, after the
  /// exchange.
  private static final class HeldCount extends ForwardingSink {
    private static final int LONGEST = 64 * 1024;

    private final SegmentedBytes held = new SegmentedBytes();

    HeldCount(Sink next) {
      super(next);
    }

    @Override
    public void head(Head head) {}

    @Override
    public void body(ByteBuf bytes) {
      try {
        if (held.size() + bytes.readableBytes() <= LONGEST) {
          held.add(bytes);
        }
      } finally {
        bytes.release();
      }
    }

    @Override
    public void end() {}

    /// Returns what has come; of an answer that is too long a part, which tells nothing.
    byte[] joined() {
      return held.joined();
    }
  }
}
