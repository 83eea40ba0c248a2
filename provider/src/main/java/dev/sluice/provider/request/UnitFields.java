package dev.sluice.provider.request;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.PricedExtras.Use;
import dev.sluice.dialect.json.JsonKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The fields of a request that say how many units it takes of what its operation is sold by, and
/// how many tokens it may write where that is sold by tokens. For one pass over one body.
final class UnitFields {
  /// The documents of a search unit. https://docs.cohere.com/docs/rerank-overview
  private static final long DOCUMENTS = 100;

  /// The bytes of a document that count as one: 500 tokens, three bytes each.
  private static final long DOCUMENT_BYTES = 1500;

  /// The most tokens of a picture. The largest that OpenAI tells, of high quality, has 6,240.
  private static final long PICTURE_TOKENS = 16_384;

  /// The most tokens of sound to which one character of a text comes: at a quarter of the usual
  /// speed, four times the usual 1.4.
  private static final long CHARACTER_TOKENS = 8;

  /// The most tokens of text to which a second of sound comes: nobody says more than 500 words a
  /// minute.
  private static final long SECOND_TOKENS = 20;

  /// The pictures that Imagen draws where nobody says how many.
  /// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/imagen-api
  private static final long PREDICTED = 4;

  private static final int WORD_MAX = 32;

  private final Operation operation;

  /// The documents, each as often as it counts.
  private long documents;

  private long prompts;
  private long characters;
  private SoundLength sound = new SoundLength();
  private String elsewhere = "";
  private String size = "";
  private String quality = "";

  private UnitFields(Operation operation) {
    this.operation = operation;
  }

  /// Makes the reader of an operation that is sold by units; null for any other.
  static @Nullable UnitFields of(Operation operation) {
    return switch (operation) {
      case RERANK, COHERE_RERANK, NIM_RANKING, SPEECH, IMAGES -> new UnitFields(operation);
      case IMAGE_EDITS, IMAGE_VARIATIONS, PREDICT_IMAGES -> new UnitFields(operation);
      case TRANSCRIPTIONS, TRANSLATIONS -> new UnitFields(operation);
      default -> null;
    };
  }

  /// Whether the answer is sound or pictures.
  boolean makesMedia() {
    return operation.makesMedia();
  }

  /// Takes a field that is not null.
  void found(RequestField field, RequestValue value) throws InvalidRequest {
    switch (field) {
      case DOCUMENT -> documents += Math.max(1, Math.ceilDiv(value.length(), DOCUMENT_BYTES));
      case SPOKEN -> characters = characters(value);
      case SIZE -> size = word(value);
      case QUALITY -> quality = word(value);
      case STORAGE -> value.checkAbsent("the pictures come with the answer");
      case INSTANCE -> prompts++;
      default -> throw new IllegalArgumentException(field + " has another reader");
    }
  }

  /// Takes what a form says.
  ///
  /// @param heard the sound in it
  /// @param named the field that names a sound which is elsewhere; empty for none
  void form(String sizeText, String qualityText, SoundLength heard, String named) {
    size = open(sizeText);
    quality = open(qualityText);
    sound = heard;
    elsewhere = named;
  }

  /// The characters of a text, as providers count them; of one that is longer than what is kept of
  /// a value its bytes, which are more.
  private static long characters(RequestValue value) {
    if (value.kind() != JsonKind.STRING) {
      return 0;
    }
    String text = value.isUnread() ? "" : value.word();
    return value.isUnread() ? value.length() : text.codePointCount(0, text.length());
  }

  /// A word of a price; one that leaves the choice to the provider is empty, and so is one that no
  /// price has, which costs as much as the dearest then.
  private static String word(RequestValue value) {
    return open(value.isUnread() ? "" : value.word());
  }

  private static String open(String word) {
    String text = word.strip().toLowerCase(Locale.ROOT);
    boolean open = text.equals("auto") || text.length() > WORD_MAX || text.indexOf('/') >= 0;
    return open ? "" : text;
  }

  /// How many outputs there are for so many choices.
  ///
  /// @param of null for a request that is sold by no units
  /// @param choices 0 where the request does not say
  static long outputs(@Nullable UnitFields of, long choices) {
    return of != null && of.operation == Operation.PREDICT_IMAGES
        ? (choices > 0 ? choices : PREDICTED) * Math.max(1, of.prompts)
        : Math.max(1, choices);
  }

  /// The units that the request takes; none where its operation is sold by none.
  ///
  /// @param pictures how many pictures are asked for
  PricedExtras extras(long pictures) {
    Optional<Use> use =
        switch (operation) {
          case RERANK, COHERE_RERANK, NIM_RANKING ->
              unit(PricedExtra.SEARCH_UNIT, "documents", Math.ceilDiv(documents, DOCUMENTS), true);
          case SPEECH -> unit(PricedExtra.CHARACTER, "input", characters, false);
          case TRANSCRIPTIONS, TRANSLATIONS -> Optional.of(heard());
          case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS ->
              unit(PricedExtra.IMAGE, "n", pictures, false);
          case PREDICT_IMAGES -> unit(PricedExtra.IMAGE, "parameters.sampleCount", pictures, false);
          default -> Optional.empty();
        };
    return use.map(one -> new PricedExtras(List.of(one), "", "", "")).orElse(PricedExtras.NONE);
  }

  /// The seconds that are heard. Of a sound that is elsewhere nobody knows how long it is, so that
  /// it has no price.
  private Use heard() {
    return elsewhere.isEmpty()
        ? Use.about(PricedExtra.AUDIO_SECOND, "file", sound.seconds(), sound.most())
        : new Use(Optional.empty(), elsewhere, Long.MAX_VALUE, true);
  }

  private Optional<Use> unit(PricedExtra extra, String member, long count, boolean told) {
    String kind = quality + "/" + size;
    return Optional.of(Use.of(extra, member, count, told, kind.length() > 1 ? kind : ""));
  }

  /// The most tokens of one output; empty where the operation writes none of its own.
  OptionalLong maxTokens() {
    return switch (operation) {
      case SPEECH -> OptionalLong.of(CHARACTER_TOKENS * Math.max(1, characters));
      case IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, PREDICT_IMAGES -> OptionalLong.of(PICTURE_TOKENS);
      case TRANSCRIPTIONS, TRANSLATIONS -> textOfSound();
      default -> OptionalLong.empty();
    };
  }

  private OptionalLong textOfSound() {
    return elsewhere.isEmpty()
        ? OptionalLong.of(SECOND_TOKENS * Math.max(1, sound.most()))
        : OptionalLong.empty();
  }
}
