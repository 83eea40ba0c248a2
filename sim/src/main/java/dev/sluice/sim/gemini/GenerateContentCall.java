package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.AnswerPlan;
import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.OpenAiApi;
import dev.sluice.sim.dialect.Operation;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.dialect.RequestContent.Wishes;
import dev.sluice.sim.gemini.GeminiPath.Verb;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.util.List;

/// A call of `generateContent` or `streamGenerateContent`.
final class GenerateContentCall implements GeminiCall {
  private static final String EVENTS = "text/event-stream";

  private final GeminiPath path;
  private final JsonNode request;
  private final RequestContent content;

  private GenerateContentCall(GeminiPath path, JsonNode request) {
    this.path = path;
    this.request = request;
    this.content = content(path, request);
  }

  private static RequestContent content(GeminiPath path, JsonNode request) {
    JsonNode config = RequestMembers.get(request, "generationConfig");
    return new RequestContent(
        path.model(),
        path.verb() == Verb.STREAM,
        RequestMembers.get(config, "candidateCount").asInt(1),
        RequestMembers.get(config, "maxOutputTokens").asInt(-1),
        TokenCount.of(request),
        new Wishes(true, false, true));
  }

  /// Reads a request.
  ///
  /// @throws Refusal if it is wrong
  static GenerateContentCall read(GeminiPath path, JsonNode request) throws Refusal {
    Rules.check(path.model(), request);
    GeminiCall.sameModel(path, request);
    return new GenerateContentCall(path, request);
  }

  @Override
  public RequestContent content() {
    return content;
  }

  @Override
  public HttpReply answer(ModelTraits traits, List<Header> headers) throws Refusal {
    AnswerPlan plan = OpenAiApi.plan(Operation.CHAT, content, AsChat.of(request), traits);
    Thinking thinking = thinking();
    Candidates candidates = new Candidates(plan, thinking, traits.shape().stop());
    if (path.verb() == Verb.STREAM) {
      return HttpReply.streamed(headers, new CandidateStream(candidates, path.isArray()).body())
          .typed(path.sse() ? EVENTS : JSON);
    }
    int tokens = plan.longest() + thinking.tokens();
    traits.pace().produced(plan.writtenTokens() + thinking.tokens());
    return HttpReply.whole(200, headers, traits.pace().total(tokens), candidates.whole())
        .typed(JSON);
  }

  private Thinking thinking() {
    JsonNode config = RequestMembers.get(request, "generationConfig");
    return Thinking.of(RequestMembers.get(config, "thinkingConfig"), path.model());
  }
}
