package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.provider.answer.AnswerDialect;
import dev.sluice.provider.answer.UpstreamOptions;
import dev.sluice.provider.anthropic.AnthropicAnswers;
import dev.sluice.provider.bedrock.InvokeAnswers;
import dev.sluice.provider.cohere.CohereAnswers;
import dev.sluice.provider.gemini.GeminiAnswers;
import dev.sluice.provider.media.MediaAnswers;
import dev.sluice.provider.openai.OpenAiAnswers;
import dev.sluice.provider.passthrough.PassThroughAnswers;
import dev.sluice.provider.rerank.RerankAnswers;
import dev.sluice.provider.stored.StateMarks;
import dev.sluice.provider.stream.StreamNegotiation;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The dialect that a provider is asked in.
enum Dialect {
  OPENAI,
  ANTHROPIC,
  GEMINI,
  COHERE;

  /// The dialect of `provider`.
  static Dialect of(ProviderConfig provider) {
    return switch (provider.api()) {
      case OPENAI, CHAT, RESPONSES -> OPENAI;
      case MESSAGES -> ANTHROPIC;
      case GEMINI -> GEMINI;
      case COHERE -> COHERE;
    };
  }

  /// How the answers to `call` are understood, which was put to the provider with `options`.
  ///
  /// @param marks the marks that are put behind the names of what the provider holds; empty where
  ///   they stay as they are
  /// @param clean a function that hides the operator's own data in JSON
  AnswerDialect answers(
      Call call,
      UpstreamOptions options,
      StreamNegotiation negotiation,
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
                new OpenAiAnswers(
                    call.operation(),
                    options.usageFor(call),
                    negotiation.assembly(call, options),
                    marks,
                    clean);
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
