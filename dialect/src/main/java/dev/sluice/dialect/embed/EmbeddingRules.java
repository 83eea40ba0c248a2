package dev.sluice.dialect.embed;

import dev.sluice.dialect.embed.EmbeddingRequest.Options;
import dev.sluice.dialect.json.RawJson;
import dev.sluice.dialect.rule.Losses;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.Optional;
import java.util.Set;

/// The rules that several forms have in common as the provider's: what they refuse, and what they
/// drop. A property is refused if without it the client would get another vector than it has asked
/// for, with no way to notice.
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

  /// Drops the properties that only the client's dialect has.
  ///
  /// @param but the names of those that the target's dialect has as well
  static void others(EmbeddingRequest request, Set<String> but, Losses losses) {
    for (Stated<RawJson> other : request.others()) {
      if (!but.contains(other.path())) {
        losses.drop(other.path(), "the target's dialect has no such property");
      }
    }
  }

  /// The treatment of inputs that are too long, among those that the target can do: the client's,
  /// else that of the client's own API. A treatment that the client asks for and the target cannot
  /// do is dropped.
  ///
  /// @param able the treatments that the target can do; the result is empty where none of them fits
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
