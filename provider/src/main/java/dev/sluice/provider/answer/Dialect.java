package dev.sluice.provider.answer;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.provider.stored.StateMarks;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The dialect that a provider is asked in.
public enum Dialect {
  OPENAI,
  ANTHROPIC,
  GEMINI,
  COHERE;

  /// The dialect of `provider`.
  public static Dialect of(ProviderConfig provider) {
    return switch (provider.api()) {
      case OPENAI, CHAT, RESPONSES -> OPENAI;
      case MESSAGES -> ANTHROPIC;
      case GEMINI -> GEMINI;
      case COHERE -> COHERE;
    };
  }

  /// How the answers to `call` are understood, which was put to the provider with `options`.
  ///
  /// @param assembly the rules by which a stream becomes the whole answer that the client has asked
  ///   for
  /// @param marks the marks that are put behind the names of what the provider holds; empty where
  ///   they stay as they are
  /// @param clean a function that hides the operator's own data in JSON
  public AnswerDialect answers(
      Call call,
      UpstreamOptions options,
      Assembly assembly,
      Optional<StateMarks> marks,
      UnaryOperator<String> clean) {
    if (call.operation() == Operation.PASS_THROUGH) {
      return PassThroughAnswers.of(call);
    }
    return switch (this) {
      case OPENAI ->
          switch (call.operation()) {
            case INVOKE_MODEL -> InvokeAnswers.INSTANCE;
            case RERANK, NIM_RANKING -> RerankAnswers.INSTANCE;
            case SPEECH, IMAGES, IMAGE_EDITS, IMAGE_VARIATIONS, TRANSCRIPTIONS, TRANSLATIONS ->
                MediaAnswers.of(call);
            default ->
                new OpenAiAnswers(call.operation(), options.usageFor(call), assembly, marks, clean);
          };
      case ANTHROPIC -> AnthropicAnswers.of(call.operation());
      case GEMINI -> GeminiAnswers.of(call.operation());
      case COHERE ->
          call.operation() == Operation.COHERE_RERANK
              ? RerankAnswers.INSTANCE
              : CohereAnswers.INSTANCE;
    };
  }
}
