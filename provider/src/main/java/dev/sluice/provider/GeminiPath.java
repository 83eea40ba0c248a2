package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.request.Operation;

/// The path at which a model is asked. The path holds a model's name, which may be a client's text:
/// each byte that could mean something in a path is encoded.
public final class GeminiPath {
  /// The path of the models in the version that has all of the API; what clients of `v1` know is a
  /// part of it.
  private static final String MODELS = "/v1beta/models";

  /// The query for a page of the largest size that the API allows.
  private static final String PAGE = "?pageSize=1000";

  private static final String UNRESERVED = "-._~";
  private static final int BYTE = 0xFF;

  private GeminiPath() {}

  /// Returns the path and query of a call.
  ///
  /// @param base the path of the provider's URL
  /// @param streamed whether the call asks for a stream, in events
  public static String of(String base, Operation operation, String model, boolean streamed) {
    return base + MODELS + "/" + encoded(model) + ":" + verb(operation, streamed);
  }

  /// Returns the path and query of the list of models.
  public static String models(String base) {
    return base + MODELS + PAGE;
  }

  /// Returns what a model is asked for, behind the colon of its path.
  public static String verb(Operation operation, boolean streamed) {
    return switch (operation) {
      case GENERATE -> streamed ? "streamGenerateContent?alt=sse" : "generateContent";
      case GENERATE_COUNT -> "countTokens";
      case EMBED_CONTENT -> "embedContent";
      case BATCH_EMBED_CONTENTS -> "batchEmbedContents";
      case PREDICT, PREDICT_IMAGES -> "predict";
      default -> throw new IllegalArgumentException(operation + " is of another dialect");
    };
  }

  /// Whether a model of Google's is one of Imagen's, which draw, and are asked by `predict`.
  public static boolean isImagen(String model) {
    return model.substring(model.lastIndexOf('/') + 1).startsWith("imagen");
  }

  /// Returns a model's name as it stands in a path: as one segment of it.
  public static String encoded(String model) {
    var path = new StringBuilder(model.length());
    for (byte b : model.getBytes(UTF_8)) {
      char c = (char) (b & BYTE);
      if (isPlain(c)) {
        path.append(c);
      } else {
        path.append("%%%02X".formatted((int) c));
      }
    }
    return path.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }
}
