package dev.sluice.it.matrix.sdk;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicChatModel.AnthropicChatModelBuilder;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicTokenCountEstimator;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.googleai.GeminiThinkingConfig;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel.GoogleAiGeminiChatModelBuilder;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenCountEstimator;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel.OpenAiChatModelBuilder;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Optional;

/// LangChain4j's models of one vendor.
public sealed interface LangChain4jModels {
  ChatModel whole();

  StreamingChatModel streaming();

  /// One that thinks, shows what, and tells it again.
  ChatModel thinking();

  /// One whose key is wrong.
  ChatModel denied();

  /// How many tokens a text has; empty where nothing counts them.
  Optional<Integer> count(String text);

  /// How many tokens of the input were cached.
  int cached(TokenUsage usage);

  /// Whether the input is without those.
  boolean countsCachedApart();

  /// Anthropic's.
  ///
  /// @param url without a version
  record OfAnthropic(String url, String key) implements LangChain4jModels {
    private static final String MODEL = "claude-sonnet-4-6";

    private AnthropicChatModelBuilder model(String withKey) {
      return AnthropicChatModel.builder()
          .baseUrl(url + "/v1")
          .apiKey(withKey)
          .modelName(MODEL)
          .maxTokens(400)
          .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
          .maxRetries(0);
    }

    @Override
    public ChatModel whole() {
      return model(key).build();
    }

    @Override
    public StreamingChatModel streaming() {
      return AnthropicStreamingChatModel.builder()
          .baseUrl(url + "/v1")
          .apiKey(key)
          .modelName(MODEL)
          .maxTokens(400)
          .build();
    }

    @Override
    public ChatModel thinking() {
      return model(key)
          .maxTokens(8000)
          .thinkingType("adaptive")
          .returnThinking(true)
          .sendThinking(true)
          .build();
    }

    @Override
    public ChatModel denied() {
      return model("sk-wrong").build();
    }

    @Override
    public Optional<Integer> count(String text) {
      return Optional.of(
          AnthropicTokenCountEstimator.builder()
              .baseUrl(url + "/v1")
              .apiKey(key)
              .modelName(MODEL)
              .build()
              .estimateTokenCountInText(text));
    }

    @Override
    public int cached(TokenUsage usage) {
      Integer cached = ((AnthropicTokenUsage) usage).cacheReadInputTokens();
      return cached == null ? 0 : cached;
    }

    @Override
    public boolean countsCachedApart() {
      return true;
    }
  }

  /// OpenAI's, by chat completions.
  ///
  /// @param url without a version
  record OfOpenAi(String url, String key) implements LangChain4jModels {
    private static final String MODEL = "gpt-5-mini";

    private OpenAiChatModelBuilder model(String withKey) {
      return OpenAiChatModel.builder()
          .baseUrl(url + "/v1")
          .apiKey(withKey)
          .modelName(MODEL)
          .maxCompletionTokens(400)
          .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
          .strictJsonSchema(true)
          .maxRetries(0);
    }

    @Override
    public ChatModel whole() {
      return model(key).build();
    }

    @Override
    public StreamingChatModel streaming() {
      return OpenAiStreamingChatModel.builder()
          .baseUrl(url + "/v1")
          .apiKey(key)
          .modelName(MODEL)
          .maxCompletionTokens(400)
          .build();
    }

    @Override
    public ChatModel thinking() {
      return model(key)
          .maxCompletionTokens(8000)
          .reasoningEffort("medium")
          .returnThinking(true)
          .sendThinking(true)
          .build();
    }

    @Override
    public ChatModel denied() {
      return model("sk-wrong").build();
    }

    @Override
    public Optional<Integer> count(String text) {
      return Optional.empty();
    }

    @Override
    public int cached(TokenUsage usage) {
      var details = ((OpenAiTokenUsage) usage).inputTokensDetails();
      return details == null || details.cachedTokens() == null ? 0 : details.cachedTokens();
    }

    @Override
    public boolean countsCachedApart() {
      return false;
    }
  }

  /// Google's, in Gemini's own dialect. Signatures of calls are kept with what was thought.
  ///
  /// @param url without a version
  record OfGoogle(String url, String key) implements LangChain4jModels {
    private static final String MODEL = "gemini-3-flash-preview";

    private GoogleAiGeminiChatModelBuilder model(String withKey) {
      return GoogleAiGeminiChatModel.builder()
          .baseUrl(url + "/v1beta")
          .apiKey(withKey)
          .modelName(MODEL)
          .maxOutputTokens(400)
          .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
          .returnThinking(true)
          .sendThinking(true)
          .maxRetries(0);
    }

    @Override
    public ChatModel whole() {
      return model(key).build();
    }

    @Override
    public StreamingChatModel streaming() {
      return GoogleAiGeminiStreamingChatModel.builder()
          .baseUrl(url + "/v1beta")
          .apiKey(key)
          .modelName(MODEL)
          .maxOutputTokens(400)
          .returnThinking(true)
          .sendThinking(true)
          .build();
    }

    @Override
    public ChatModel thinking() {
      return model(key)
          .maxOutputTokens(8000)
          .thinkingConfig(GeminiThinkingConfig.builder().includeThoughts(true).build())
          .build();
    }

    @Override
    public ChatModel denied() {
      return model("sk-wrong").build();
    }

    @Override
    public Optional<Integer> count(String text) {
      return Optional.of(
          GoogleAiGeminiTokenCountEstimator.builder()
              .baseUrl(url + "/v1beta")
              .apiKey(key)
              .modelName(MODEL)
              .build()
              .estimateTokenCountInText(text));
    }

    /// This model does not tell.
    @Override
    public int cached(TokenUsage usage) {
      return 0;
    }

    @Override
    public boolean countsCachedApart() {
      return false;
    }
  }
}
