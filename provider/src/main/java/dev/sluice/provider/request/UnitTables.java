package dev.sluice.provider.request;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// The tables for requests of what is sold by units: reranks, speech and pictures.
final class UnitTables {
  private static final Set<JsonKind> LIST = EnumSet.of(JsonKind.ARRAY);
  private static final Set<JsonKind> TEXT = EnumSet.of(JsonKind.STRING);

  /// The table for reranks of Cohere, Jina and Voyage, which name what they rank alike.
  static final RequestTable RERANK = documents("documents");

  /// The table for NIM's.
  static final RequestTable RANKING = documents("passages");

  /// The table for speech. Its stream is asked for by the form of the stream.
  static final RequestTable SPEECH =
      new RequestTable(
          JsonSelector.object(
                  Map.of(
                      "model", JsonSelector.kept(RequestField.MODEL),
                      "input", JsonSelector.kept(RequestField.SPOKEN),
                      "stream_format", JsonSelector.kept(RequestField.STREAM_FORMAT)))
              .unique(),
          "input",
          TEXT,
          false,
          false,
          true,
          false,
          false);

  /// The table for pictures, for which the API chooses a model itself.
  static final RequestTable IMAGES =
      new RequestTable(
          JsonSelector.object(
                  Map.of(
                      "model", JsonSelector.kept(RequestField.MODEL),
                      "images", JsonSelector.array(JsonSelector.reported(RequestField.MEDIA)),
                      "mask", JsonSelector.reported(RequestField.MEDIA),
                      "prompt", JsonSelector.reported(RequestField.INPUT),
                      "n", JsonSelector.kept(RequestField.CHOICES),
                      "size", JsonSelector.kept(RequestField.SIZE),
                      "quality", JsonSelector.kept(RequestField.QUALITY),
                      "stream", JsonSelector.kept(RequestField.STREAM),
                      "user", JsonSelector.kept(RequestField.USER)))
              .unique(),
          "prompt",
          TEXT,
          false,
          true,
          true,
          false,
          false);

  private UnitTables() {}

  private static RequestTable documents(String name) {
    return new RequestTable(
        JsonSelector.object(
                Map.of(
                    "model",
                    JsonSelector.kept(RequestField.MODEL),
                    name,
                    JsonSelector.array(
                        RequestField.INPUT, JsonSelector.reported(RequestField.DOCUMENT))))
            .unique(),
        name,
        LIST,
        false,
        false,
        false,
        false,
        false);
  }
}
