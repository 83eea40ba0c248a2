package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.call.Facts;
import dev.sluice.call.Failed;
import dev.sluice.call.Operation;
import dev.sluice.provider.openai.Ask;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Decides how a provider is asked, and remembers what it did not want to be asked. OpenAI streams
/// some models to verified organisations alone, and servers differ in what of `stream_options` they
/// know; such a refusal concerns our manners and not the client, so the question is put again.
///
/// Safe for any thread.
final class Manners {
  /// A shorter answer is there within seconds, and its total is bound enough.
  static final long SHORT_TOKENS = 256;

  private static final int BAD_REQUEST = 400;
  private static final int UNPROCESSABLE = 422;

  /// How many refusals are remembered, at most.
  private static final int KNOWN_MAX = 1000;

  private final UpstreamStream wanted;
  private final boolean streamsWell;
  private final boolean tellsUsage;
  private final Set<String> noStream = ConcurrentHashMap.newKeySet();
  private final Set<String> noUsage = ConcurrentHashMap.newKeySet();

  Manners(UpstreamStream wanted, ProviderType type) {
    this.wanted = wanted;
    this.streamsWell = Preset.streams(type);
    this.tellsUsage = Preset.tellsUsage(type);
  }

  /// How to put `call`, which asks for `model` at the provider.
  Ask ask(Call call, String model) {
    Facts facts = call.facts();
    if (wanted == UpstreamStream.NEVER) {
      return Ask.asItIs(call);
    }
    boolean stream = facts.stream() || (wants(call) && !noStream.contains(model));
    boolean usage = tellsUsage && hasUsage(call) && !noUsage.contains(model);
    return new Ask(stream, facts.includeUsage() || (stream && usage));
  }

  private boolean wants(Call call) {
    return streams(call.operation())
        && !call.facts().streaming().never()
        && (wanted == UpstreamStream.ALWAYS || (streamsWell && mayBeLong(call.facts())));
  }

  private static boolean mayBeLong(Facts facts) {
    return facts.maxTokens().orElse(Long.MAX_VALUE) > SHORT_TOKENS;
  }

  private static boolean streams(Operation operation) {
    return switch (operation) {
      case CHAT, COMPLETIONS, RESPONSES -> true;
      case EMBEDDINGS, MODERATIONS -> false;
    };
  }

  /// A stream of the Responses API tells its usage unasked.
  private static boolean hasUsage(Call call) {
    return call.operation() == Operation.CHAT || call.operation() == Operation.COMPLETIONS;
  }

  /// What to ask for instead where the provider has refused `asked` for a reason that is not the
  /// client's; empty where the refusal is the client's to see.
  Optional<Ask> otherwise(Call call, Ask asked, Failed.Refused why) {
    if (why.status() != BAD_REQUEST && why.status() != UNPROCESSABLE) {
      return Optional.empty();
    }
    if (asked.usageFor(call) && hasUsage(call) && why.body().contains("stream_options")) {
      return Optional.of(new Ask(asked.stream(), false));
    }
    if (asked.streamsFor(call) && why.body().contains("stream")) {
      return Optional.of(Ask.asItIs(call));
    }
    return Optional.empty();
  }

  /// The provider has refused `asked` for `model`, and not `instead`.
  void learn(String model, Ask asked, Ask instead) {
    remember(asked.stream() && !instead.stream() ? noStream : noUsage, model);
  }

  private static void remember(Set<String> known, String model) {
    if (known.size() < KNOWN_MAX) {
      known.add(model);
    }
  }
}
