package dev.sluice.internal.provider;

import dev.sluice.call.Call;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.internal.provider.answer.UpstreamOptions;
import dev.sluice.internal.provider.answer.body.AnswerDialect;
import dev.sluice.internal.provider.anthropic.AnthropicAnswers;
import dev.sluice.internal.provider.openai.OpenAiAnswers;
import dev.sluice.internal.provider.stream.StreamNegotiation;

/// The dialect that a provider is asked in.
enum Dialect {
  OPENAI {
    @Override
    AnswerDialect answers(Call call, UpstreamOptions asked, StreamNegotiation negotiation) {
      return new OpenAiAnswers(
          call.operation(), asked.usageFor(call), negotiation.assembly(call, asked));
    }
  },
  ANTHROPIC {
    @Override
    AnswerDialect answers(Call call, UpstreamOptions asked, StreamNegotiation negotiation) {
      return AnthropicAnswers.of(call.operation());
    }
  };

  /// The dialect of `provider`.
  static Dialect of(ProviderConfig provider) {
    return switch (provider.api()) {
      case OPENAI -> OPENAI;
      case MESSAGES -> ANTHROPIC;
    };
  }

  /// How the answers to `call` are understood, which was put as `asked`.
  abstract AnswerDialect answers(Call call, UpstreamOptions asked, StreamNegotiation negotiation);
}
