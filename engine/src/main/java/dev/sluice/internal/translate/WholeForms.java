package dev.sluice.internal.translate;

import dev.sluice.dialect.CountForm;
import dev.sluice.dialect.embed.EmbeddingForm;
import dev.sluice.dialect.image.ImageForm;
import dev.sluice.dialect.rerank.RerankForm;
import java.util.Optional;
import java.util.function.Function;

/// The forms in which a target is asked for what is never streamed. A form is empty where the
/// target is not asked for such a thing.
///
/// @param image by the name of the model that a call asks for
/// @param count how the target itself counts tokens
public record WholeForms(
    Optional<EmbeddingForm> embedding,
    Optional<RerankForm> rerank,
    Optional<Function<String, ImageForm>> image,
    Optional<CountForm> count) {
  /// The forms of a target that is asked for none of these.
  public static final WholeForms NONE =
      new WholeForms(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
