package dev.sluice.internal.translate;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.internal.dialect.Translation;
import dev.sluice.internal.dialect.WireDialect;
import dev.sluice.internal.dialect.rule.TargetRules;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The dialect in which a target is asked, and those that are translated for it. Remembers whether
/// the target refuses to tell the usage of a stream. Safe for any thread.
public final class TargetDialect {
  /// What is asked in each dialect that calls can be made in.
  private static final Map<WireDialect, Operation> OPERATIONS =
      Map.of(
          WireDialect.CHAT, Operation.CHAT,
          WireDialect.ANTHROPIC, Operation.MESSAGES,
          WireDialect.RESPONSES, Operation.RESPONSES);

  private final String target;
  private final Operation asked;
  private final Map<Operation, Translation> translations;
  private final Function<String, TargetRules> rules;

  /// Whether the target has refused to tell a stream's usage.
  private volatile boolean refusesUsage;

  /// @param target `provider/model`
  /// @param provider the dialect that its provider speaks
  /// @param rules what a translation must know, by the model's name there
  public TargetDialect(String target, WireDialect provider, Function<String, TargetRules> rules) {
    this.target = target;
    this.asked = Objects.requireNonNull(OPERATIONS.get(provider));
    this.rules = rules;
    this.translations = new EnumMap<>(Operation.class);
    OPERATIONS.forEach(
        (client, operation) -> {
          if (translated(provider).contains(operation)) {
            translations.put(operation, Translation.of(client, provider));
          }
        });
  }

  /// What a provider of this dialect can be asked by translation. A count of tokens is estimated
  /// where the dialect has none.
  public static Set<Operation> translated(WireDialect provider) {
    return switch (provider) {
      case ANTHROPIC -> EnumSet.of(Operation.CHAT);
      case CHAT, GEMINI -> EnumSet.of(Operation.MESSAGES, Operation.COUNT_TOKENS);
      case RESPONSES -> EnumSet.of(Operation.CHAT, Operation.MESSAGES, Operation.COUNT_TOKENS);
    };
  }

  /// The name of the target.
  String target() {
    return target;
  }

  /// What the provider is asked instead.
  Operation asked() {
    return asked;
  }

  /// The translation of calls for `operation`; empty where they are asked as they are.
  Optional<Translation> translation(Operation operation) {
    return Optional.ofNullable(translations.get(operation));
  }

  /// What the translation of `call` must know.
  TargetRules rules(Call call) {
    TargetRules known = rules.apply(call.model());
    return refusesUsage ? known.withoutUsageOption() : known;
  }

  /// A call has been answered without the question for usage that was refused with it.
  void refusesUsage() {
    refusesUsage = true;
  }
}
