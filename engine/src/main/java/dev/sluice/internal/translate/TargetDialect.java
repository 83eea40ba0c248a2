package dev.sluice.internal.translate;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.dialect.CountForm;
import dev.sluice.dialect.CountTranslation;
import dev.sluice.dialect.Translation;
import dev.sluice.dialect.WireDialect;
import dev.sluice.dialect.WireDialect.Counting;
import dev.sluice.dialect.embed.EmbeddingForm;
import dev.sluice.dialect.embed.EmbeddingTranslation;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.image.ImageTranslation;
import dev.sluice.dialect.rerank.RerankForm;
import dev.sluice.dialect.rerank.RerankTranslation;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.dialect.rule.WholeTranslation;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The dialect in which a target is asked, and those that are translated for the target: each
/// [WireDialect] that it does not serve as it is, each other form of embeddings and reranks, and
/// pictures. Remembers whether the target refuses to tell the usage of a stream. Safe for any
/// thread.
public final class TargetDialect {
  /// How long a target is not asked to count after it has turned out that it cannot.
  private static final Duration NO_COUNTER_FOR = Duration.ofMinutes(1);

  private final String target;
  private final Operation asked;
  private final WholeForms forms;
  private final Map<Operation, Translation> translations = new EnumMap<>(Operation.class);
  private final Map<Operation, Counting> estimates = new EnumMap<>(Operation.class);
  private final Map<Operation, CountTranslation> counts = new EnumMap<>(Operation.class);
  private final Map<Operation, WholeTranslation> whole = new EnumMap<>(Operation.class);
  private final Function<String, TargetRules> rules;
  private final UnaryOperator<String> shown;

  /// Whether the target has refused to tell a stream's usage.
  private volatile boolean refusesUsage;

  /// When the target has last turned out to count no tokens; null for never.
  private volatile @Nullable Instant noCounterSince;

  /// @param target `provider/model`
  /// @param provider the dialect in which the target is asked for what is translated
  /// @param forms the forms in which the target is asked for what is never streamed
  /// @param own the operations that the target can be asked for without translation
  /// @param rules what a translation must know, by the model's name at the target
  /// @param shown the provider's words as clients may see them, bounded and without the operator's
  ///   own data
  public TargetDialect(
      String target,
      WireDialect provider,
      WholeForms forms,
      Set<Operation> own,
      Function<String, TargetRules> rules,
      UnaryOperator<String> shown) {
    this.target = target;
    this.asked = TranslatedOperations.conversation(provider);
    this.forms = forms;
    this.rules = rules;
    this.shown = shown;
    if (own.contains(asked)) {
      conversations(provider, own);
    }
    forms.embedding().ifPresent(this::embeddings);
    forms.rerank().ifPresent(this::reranks);
    forms.count().ifPresent(this::counts);
  }

  private void counts(CountForm form) {
    for (WireDialect client : WireDialect.values()) {
      TranslatedOperations.counting(client)
          .filter(estimates::containsKey)
          .filter(_ -> client != form.dialect())
          .ifPresent(counting -> counts.put(counting, CountTranslation.of(client, form)));
    }
  }

  private void embeddings(EmbeddingForm form) {
    TranslatedOperations.embeddings()
        .forEach(
            (operation, client) ->
                EmbeddingTranslation.of(client, form)
                    .ifPresent(translation -> whole.put(operation, translation)));
  }

  private void reranks(RerankForm form) {
    TranslatedOperations.reranks()
        .forEach(
            (operation, client) ->
                RerankTranslation.of(client, form)
                    .ifPresent(translation -> whole.put(operation, translation)));
  }

  private void conversations(WireDialect provider, Set<Operation> own) {
    for (WireDialect client : WireDialect.values()) {
      Operation conversation = TranslatedOperations.conversation(client);
      if (client != provider && !own.contains(conversation)) {
        translations.put(conversation, Translation.of(client, provider));
      }
      TranslatedOperations.counting(client)
          .filter(counting -> !own.contains(counting))
          .ifPresent(counting -> estimates.put(counting, client.counting().orElseThrow()));
    }
  }

  /// Returns the operations that a target can be asked for besides its own, by translation or for
  /// an estimate.
  ///
  /// @param provider the dialect in which the target is asked for what is translated
  /// @param forms the forms in which the target is asked for what is never streamed
  /// @param own the operations that the target can be asked for without translation
  public static Set<Operation> translated(
      WireDialect provider, WholeForms forms, Set<Operation> own) {
    Set<Operation> others = new HashSet<>();
    if (own.contains(TranslatedOperations.conversation(provider))) {
      others.addAll(TranslatedOperations.conversations());
    }
    forms.embedding().ifPresent(_ -> others.addAll(TranslatedOperations.embeddings().keySet()));
    forms.rerank().ifPresent(_ -> others.addAll(TranslatedOperations.reranks().keySet()));
    forms.image().ifPresent(_ -> others.add(Operation.IMAGES));
    others.removeAll(own);
    return others;
  }

  /// Returns the name of the target.
  String target() {
    return target;
  }

  /// Returns the operation that the provider is asked for instead.
  Operation asked() {
    return asked;
  }

  /// Returns the operation that the provider is asked with for another one whose answers are never
  /// streamed.
  Operation asked(Call call) {
    Operation operation = call.operation();
    if (operation == Operation.IMAGES) {
      return TranslatedOperations.drawing(forms.image().orElseThrow().apply(call.model()));
    }
    return TranslatedOperations.reranks().containsKey(operation)
        ? TranslatedOperations.reranking(forms.rerank().orElseThrow())
        : TranslatedOperations.embedding(forms.embedding().orElseThrow());
  }

  /// Returns the translation of calls for `operation`; empty where they pass as they are.
  Optional<Translation> translation(Operation operation) {
    return Optional.ofNullable(translations.get(operation));
  }

  /// Returns the translation of calls whose answers are never streamed; empty where they pass as
  /// they are.
  Optional<WholeTranslation> whole(Call call) {
    return call.operation() == Operation.IMAGES
        ? forms.image().map(form -> new ImageTranslation(form.apply(call.model())))
        : Optional.ofNullable(whole.get(call.operation()));
  }

  /// Returns how an estimate answers a count of tokens that the target does not serve; empty where
  /// `operation` is no such count.
  Optional<Counting> estimate(Operation operation) {
    return Optional.ofNullable(estimates.get(operation));
  }

  /// Returns the translation of a count of tokens for the target's own counter; empty where it has
  /// none, as far as is known.
  Optional<CountTranslation> count(Operation operation, Instant now) {
    Instant since = noCounterSince;
    boolean asks = since == null || now.isAfter(since.plus(NO_COUNTER_FOR));
    return Optional.ofNullable(counts.get(operation)).filter(_ -> asks);
  }

  /// Returns the operation that the target's own counter is asked with.
  Operation askedToCount() {
    return TranslatedOperations.counting(forms.count().orElseThrow());
  }

  /// Notes that the target has no counter, which is believed for a while: a name that a client has
  /// made up looks the same.
  void countsNothing(Instant now) {
    noCounterSince = now;
  }

  /// Whether calls for `operation` are translated or answered by an estimate.
  boolean changes(Operation operation) {
    return translations.containsKey(operation)
        || whole.containsKey(operation)
        || (operation == Operation.IMAGES && forms.image().isPresent())
        || estimates.containsKey(operation);
  }

  /// Returns what the translation of `call` must know.
  TargetRules rules(Call call) {
    TargetRules known = rules.apply(call.model());
    return refusesUsage ? known.withoutUsageOption() : known;
  }

  /// Returns the failure of an attempt whose answer cannot be translated. The description of the
  /// fault may repeat the answer's words.
  Failed failure(AnswerFault fault) {
    Failed.Flaw flaw =
        fault.kind() == AnswerFault.Kind.CUT ? Failed.Flaw.TRUNCATED : Failed.Flaw.MALFORMED;
    return new Failed.BadAnswer(flaw, shown.apply(fault.message()));
  }

  /// Notes that a call was answered without the question for usage that was refused with it.
  void refusesUsage() {
    refusesUsage = true;
  }
}
