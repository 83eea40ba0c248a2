package dev.sluice.it.charging;

import java.util.Locale;

/// What a client asks for in a cell of the matrix: each operation that the gateway serves.
enum Asked {
  CHAT("openai", "/v1/chat/completions", true, true),
  COMPLETIONS("openai", "/v1/completions", true, true),
  RESPONSES("openai", "/v1/responses", true, true),
  MESSAGES("anthropic", "/v1/messages", true, true),
  GENERATE("gemini", "/v1beta/models/%s:generateContent", true, true),
  EMBEDDINGS("openai", "/v1/embeddings", false, true),
  MODERATIONS("openai", "/v1/moderations", false, false),
  EMBED_CONTENT("gemini", "/v1beta/models/%s:embedContent", false, false),
  BATCH_EMBED_CONTENTS("gemini", "/v1beta/models/%s:batchEmbedContents", false, false),
  COMPACT("openai", "/v1/responses/compact", false, true),
  COUNT_TOKENS("anthropic", "/v1/messages/count_tokens", false, true),
  INPUT_TOKENS("openai", "/v1/responses/input_tokens", false, true),
  GENERATE_COUNT("gemini", "/v1beta/models/%s:countTokens", false, true);

  private static final String SAID =
      "Tell me in a few words why a gateway that counts what its callers spend has to know what"
          + " each of its attempts has used, whether or not anybody has seen the answer";

  private final String dialect;
  private final String path;
  private final boolean streams;
  private final boolean tells;

  Asked(String dialect, String path, boolean streams, boolean tells) {
    this.dialect = dialect;
    this.path = path;
    this.streams = streams;
    this.tells = tells;
  }

  /// The dialect of client and provider.
  String dialect() {
    return dialect;
  }

  /// Whether its answers may be streamed.
  boolean streams() {
    return streams;
  }

  /// Whether its provider tells what an answer has used.
  boolean tells() {
    return tells;
  }

  /// Whether a model is at work.
  boolean costs() {
    return this != COUNT_TOKENS && this != INPUT_TOKENS && this != GENERATE_COUNT;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String path(String model, boolean stream) {
    String at = path.formatted(model);
    return stream && this == GENERATE
        ? at.replace("generateContent", "streamGenerateContent") + "?alt=sse"
        : at;
  }

  /// A request whose answer is the same each time, and may be kept.
  ///
  /// @param last what makes it another one
  String body(String model, boolean stream, String last) {
    String text = SAID + " " + last;
    return switch (this) {
      case CHAT ->
          "{%s%s,\"max_tokens\":60,\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
              .formatted(head(model, stream), usage(stream), text);
      case COMPLETIONS ->
          "{%s%s,\"max_tokens\":60,\"temperature\":0,\"prompt\":\"%s\"}"
              .formatted(head(model, stream), usage(stream), text);
      case RESPONSES ->
          "{%s,\"max_output_tokens\":60,\"temperature\":0,\"store\":false,\"input\":\"%s\"}"
              .formatted(head(model, stream), text);
      case MESSAGES ->
          "{%s,\"max_tokens\":60,\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
              .formatted(head(model, stream), text);
      case GENERATE ->
          "{\"contents\":[%s],\"generationConfig\":{\"temperature\":0,\"maxOutputTokens\":60}}"
              .formatted(content(text));
      case EMBEDDINGS, MODERATIONS, COMPACT, INPUT_TOKENS ->
          "{\"model\":\"%s\",\"input\":\"%s\"}".formatted(model, text);
      case EMBED_CONTENT -> "{\"content\":%s}".formatted(content(text));
      case BATCH_EMBED_CONTENTS ->
          "{\"requests\":[{\"model\":\"models/%s\",\"content\":%s}]}"
              .formatted(model, content(text));
      case COUNT_TOKENS ->
          "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
              .formatted(model, text);
      case GENERATE_COUNT -> "{\"contents\":[%s]}".formatted(content(text));
    };
  }

  private static String head(String model, boolean stream) {
    return "\"model\":\"%s\",\"stream\":%s".formatted(model, stream);
  }

  private static String usage(boolean stream) {
    return stream ? ",\"stream_options\":{\"include_usage\":true}" : "";
  }

  private static String content(String text) {
    return "{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}";
  }
}
