package dev.sluice.internal.translate;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import dev.sluice.dialect.Translation;
import dev.sluice.dialect.WireDialect.Counting;
import dev.sluice.dialect.rule.WholeTranslation;
import java.util.Optional;
import java.util.function.Predicate;

/// Filter that lets calls of another dialect than the provider's reach a target: it translates the
/// request of each attempt for this target, and the answer back. Calls in the provider's own
/// dialect pass as they are. Safe for any thread.
public record TranslationFilter(TargetDialect dialect, TranslationMeans means) implements Filter {
  @Override
  public boolean passes(Call call) {
    return !dialect.changes(call.operation()) && !UnsealedAttempt.concerns(call);
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    Optional<Translation> translation = dialect.translation(call.operation());
    if (translation.isPresent()) {
      return new TranslatedAttempt(call, sink, dialect, translation.get(), means).send(next);
    }
    Optional<WholeTranslation> whole = dialect.whole(call);
    if (whole.isPresent()) {
      return new WholeAttempt(call, sink, dialect, whole.get(), means).send(next);
    }
    Optional<Counting> estimate = dialect.estimate(call.operation());
    return estimate.isPresent()
        ? new TranslatedCount(call, sink, dialect, estimate.get(), means).send(next)
        : new UnsealedAttempt(call, sink, means).send(next);
  }

  /// Whether an attempt at `call` is streamed from the provider.
  ///
  /// @param provider whether an attempt at a call in the provider's dialect is streamed
  public boolean streams(Call call, Predicate<Call> provider) {
    boolean translated = dialect.translation(call.operation()).isPresent();
    return provider.test(translated ? call.asking(dialect.asked()) : call);
  }
}
