package dev.sluice.dialect.embed;

import dev.sluice.dialect.embed.EmbeddingRequest.Options;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.Optional;
import java.util.Set;

/// What several forms have in common as the provider's: what they refuse, and what they drop. What
/// would be another vector than the client has asked for, without a way to notice it, is refused.
final class EmbeddingRules {
  private EmbeddingRules() {}

  /// The text of an input.
  static String text(EmbeddingInput input) {
    return switch (input) {
      case EmbeddingInput.Text(_, String text) -> text;
      case EmbeddingInput.Tokens tokens ->
          throw new Untranslatable(
              tokens.path(),
              "is a list of tokens, and the target takes texts alone: send the text");
    };
  }

  static void atMost(EmbeddingRequest request, int most) {
    int count = request.inputs().size();
    if (count > most) {
      throw new Untranslatable(
          request.path(),
          "has %d inputs, and the target takes at most %d in a call: send fewer at a time"
              .formatted(count, most));
    }
  }

  static void floatsAlone(Options options) {
    options
        .type()
        .filter(type -> type.value() != NumberType.FLOAT)
        .ifPresent(
            type -> {
              throw new Untranslatable(
                  type.path(), "is " + type.value().label() + ", and the target has floats alone");
            });
  }

  static void drop(Optional<? extends Stated<?>> stated, Losses losses, String why) {
    stated.ifPresent(said -> losses.drop(said.path(), why));
  }

  /// Drops what only the client's dialect has.
  ///
  /// @param but what the target's has as well
  static void others(EmbeddingRequest request, Set<String> but, Losses losses) {
    for (Stated<RawJson> other : request.others()) {
      if (!but.contains(other.path())) {
        losses.drop(other.path(), "the target's dialect has no such property");
      }
    }
  }

  /// What is to become of inputs that are too long, of what the target can do: what the client
  /// says, else what its own API does. What the client says and the target cannot do is dropped.
  ///
  /// @param able what the target can do; empty result where that is none of it
  static Optional<Truncation> truncation(Options options, Set<Truncation> able, Losses losses) {
    Optional<Stated<Truncation>> stated = options.truncation();
    if (stated.isPresent() && !able.contains(stated.get().value())) {
      losses.drop(stated.get().path(), "the target cannot be told so");
      return Optional.empty();
    }
    Truncation wanted = stated.map(Stated::value).orElse(options.usual());
    return Optional.of(wanted).filter(able::contains);
  }
}
