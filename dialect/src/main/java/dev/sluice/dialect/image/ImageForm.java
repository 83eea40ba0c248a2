package dev.sluice.dialect.image;

/// The form in which a provider is asked for pictures. Its codec has no state.
@SuppressWarnings("ImmutableEnumChecker")
public enum ImageForm {
  /// Gemini's `generateContent`, whose models draw among other things.
  /// https://ai.google.dev/gemini-api/docs/image-generation
  GEMINI(new GeminiImages()),
  /// `predict` of Imagen's models. https://ai.google.dev/gemini-api/docs/imagen
  IMAGEN(new ImagenImages());

  private final ImageCodec codec;

  ImageForm(ImageCodec codec) {
    this.codec = codec;
  }

  ImageCodec codec() {
    return codec;
  }
}
