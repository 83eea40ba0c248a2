package dev.sluice.provider;

import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.Preset;
import dev.sluice.config.provider.ProviderConfig;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The models whose streams are known to say as much as their whole answers, so that an answer may
/// be streamed although the client wants it whole.
///
/// At the vendor's own host all models are trusted, until one stream of a model shows less; from
/// then on that model's answers are asked for whole. The client's own choice is no such loss: a
/// stream with fewer choices than its `n` counts only where the whole answer has more. At any other
/// host no model is trusted: usage, a finish for each choice and a last event can be seen to be
/// there, but not the members that a server says in whole answers alone.
///
/// The evidence of one operation is not taken for another. At most [#KNOWN_MAX] pairs of operation
/// and model are remembered. Safe for any thread but loops.
public final class StreamTrust {
  static final int KNOWN_MAX = 1_000;

  private record Pair(Operation operation, String model) {}

  private final boolean own;
  private final Set<Pair> poor = ConcurrentHashMap.newKeySet();

  public StreamTrust(ProviderConfig provider) {
    this.own = Preset.ownHost(provider);
  }

  /// Whether an answer of `model` may be streamed.
  boolean trusts(Operation operation, String model) {
    return own && (poor.isEmpty() || !poor.contains(new Pair(operation, model)));
  }

  /// Notes that a stream has said less than a whole answer.
  void showedLess(Operation operation, String model) {
    if (own && poor.size() < KNOWN_MAX) {
      poor.add(new Pair(operation, model));
    }
  }
}
