package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.config.policy.UpstreamStream;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.provider.answer.Assembly;
import dev.sluice.provider.answer.StreamDemand;
import dev.sluice.provider.answer.StreamEvidence;
import dev.sluice.provider.answer.UpstreamOptions;
import dev.sluice.provider.assemble.WholeMembers;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The decision how a provider is asked for an answer, with a memory of what it did not want to be
/// asked. OpenAI streams some models to verified organisations alone, and servers differ in the
/// members of `stream_options` that they know; such a refusal concerns the gateway's options and
/// not the client, so the question is put again.
///
/// The rule of `auto` is that no client gets less than the provider's whole answer: a stream is
/// asked for only where [StreamTrust] has it that streams say as much, and one that turns out to
/// say less is followed by the question for the whole answer.
///
/// Safe for any thread but loops.
final class StreamNegotiation {
  /// The most tokens of an answer that is not streamed for the gateway: it is there within seconds,
  /// and the total time is bound enough.
  static final long SHORT_TOKENS = 256;

  private static final int BAD_REQUEST = 400;
  private static final int UNPROCESSABLE = 422;

  /// The most refusals that are remembered.
  private static final int KNOWN_MAX = 1000;

  private final UpstreamStream upstreamStream;
  private final ProviderType type;
  private final UsageTelling telling;
  private final WholeMembers members;
  private final Assembly anyAnswer;
  private final StreamTrust trust;
  private final Set<String> noStream = ConcurrentHashMap.newKeySet();
  private final Set<String> noUsage = ConcurrentHashMap.newKeySet();

  StreamNegotiation(UpstreamStream upstreamStream, ProviderType type, StreamTrust trust) {
    this.upstreamStream = upstreamStream;
    this.type = type;
    this.telling = UsageTelling.of(type);
    this.members = WholeAnswers.members(type);
    this.anyAnswer = new Assembly(members, Optional.empty());
    this.trust = trust;
  }

  /// The options with which `call` is put to the provider, which is asked for `model`.
  UpstreamOptions options(Call call, String model) {
    RequestFacts facts = call.facts();
    if (upstreamStream == UpstreamStream.NEVER) {
      return UpstreamOptions.asItIs(call);
    }
    boolean stream = facts.stream() || (wants(call, model) && !noStream.contains(model));
    boolean usage = asksUsage(facts.stream(), model) && hasUsage(call) && !noUsage.contains(model);
    return new UpstreamOptions(stream, facts.includeUsage() || (stream && usage));
  }

  private boolean wants(Call call, String model) {
    return streams(call.operation())
        && !call.facts().streaming().never()
        && (upstreamStream == UpstreamStream.ALWAYS
            || (mayBeLong(call.facts()) && trust.trusts(call.operation(), model)));
  }

  /// Whether usage is asked for in a stream.
  ///
  /// @param seen whether the client sees the chunks
  private boolean asksUsage(boolean seen, String model) {
    return switch (UsageTelling.of(type, model)) {
      case ASKED -> true;
      case ASKED_BESIDE -> !seen;
      case UNASKED -> false;
      case UNKNOWN -> upstreamStream == UpstreamStream.ALWAYS;
    };
  }

  private static boolean mayBeLong(RequestFacts facts) {
    return facts.maxTokens().orElse(Long.MAX_VALUE) > SHORT_TOKENS;
  }

  private static boolean streams(Operation operation) {
    return switch (operation) {
      case CHAT, COMPLETIONS, RESPONSES -> true;
      // They have no streams, or there is no assembly of them.
      default -> false;
    };
  }

  /// Whether the call's streams hold usage without being asked: a stream of the Responses API holds
  /// the whole answer, usage included, in its last event.
  private static boolean hasUsage(Call call) {
    return call.operation() == Operation.CHAT || call.operation() == Operation.COMPLETIONS;
  }

  /// The options to ask with instead where the provider has refused `options` for a reason that is
  /// not the client's; empty where the refusal is the client's to see. A stream without usage says
  /// less than the whole answer, so only `always` wants it.
  Optional<UpstreamOptions> otherwise(Call call, UpstreamOptions options, Failed.Refused why) {
    if (why.status() != BAD_REQUEST && why.status() != UNPROCESSABLE) {
      return Optional.empty();
    }
    boolean usageRefused =
        options.usageFor(call) && hasUsage(call) && why.body().contains("stream_options");
    if (usageRefused && !maySkipStream(call, options)) {
      return Optional.of(new UpstreamOptions(options.stream(), false));
    }
    if (options.streamsFor(call) && why.body().contains("stream")) {
      return Optional.of(UpstreamOptions.asItIs(call));
    }
    return Optional.empty();
  }

  /// Remembers that the provider has refused `options` for `model`, and not `instead`.
  void learn(String model, UpstreamOptions options, UpstreamOptions instead) {
    remember(options.stream() && !instead.stream() ? noStream : noUsage, model);
  }

  private static void remember(Set<String> models, String model) {
    if (models.size() < KNOWN_MAX) {
      models.add(model);
    }
  }

  /// The rules by which a stream becomes a whole answer to `call`.
  Assembly assembly(Call call, UpstreamOptions options) {
    return maySkipStream(call, options)
        ? new Assembly(members, Optional.of(demand(call, options)))
        : anyAnswer;
  }

  private StreamDemand demand(Call call, UpstreamOptions options) {
    boolean choices = hasUsage(call);
    return new StreamDemand(
        choices ? call.facts().streaming().choices() : 0, tellsUsage(call, options));
  }

  private boolean tellsUsage(Call call, UpstreamOptions options) {
    return hasUsage(call) && (options.usage() || telling == UsageTelling.UNASKED);
  }

  /// Records the evidence in the stream of an attempt, once it has come to its end. A stream with
  /// fewer choices than its client has asked for says nothing of other calls: the provider may know
  /// none.
  ///
  /// @return whether the client is to get the whole answer instead
  boolean fellShort(Call call, String model, UpstreamOptions options, StreamEvidence shown) {
    if (!options.stream() || !shown.ended()) {
      return false;
    }
    StreamDemand demand = demand(call, options);
    if (!demand.ofOneChoice().metBy(shown) || !shown.lastWord()) {
      trust.showedLess(call.operation(), model);
    }
    return maySkipStream(call, options) && !demand.metBy(shown);
  }

  /// Records the evidence in the whole answer that was asked for instead of a stream: if it has
  /// more choices, the provider's streams lack them.
  void compare(Call call, String model, StreamEvidence streamed, StreamEvidence whole) {
    if (whole.choices() > streamed.choices()) {
      trust.showedLess(call.operation(), model);
    }
  }

  /// Whether `options` stream an answer that the client wants whole, and that may as well not be
  /// streamed.
  boolean maySkipStream(Call call, UpstreamOptions options) {
    return options.streamsFor(call) && upstreamStream == UpstreamStream.AUTO;
  }
}
