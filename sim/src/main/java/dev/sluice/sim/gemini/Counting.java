package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.dialect.Shape.UsageForm;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.util.List;

/// A call of `countTokens`: of `contents`, or of a whole `generateContentRequest`.
record Counting(RequestContent content) implements GeminiCall {

  /// Reads a request.
  ///
  /// @throws Refusal if it is wrong
  static Counting read(GeminiPath path, JsonNode request) throws Refusal {
    JsonNode whole = RequestMembers.get(request, "generateContentRequest");
    JsonNode counted = whole.isMissingNode() ? request : whole;
    Rules.check(path.model(), counted);
    GeminiCall.sameModel(path, counted);
    return new Counting(RequestContent.silent(path.model(), TokenCount.of(counted)));
  }

  @Override
  public boolean free() {
    return true;
  }

  @Override
  public HttpReply answer(ModelTraits traits, List<Header> headers) {
    UsageForm form = traits.shape().usage();
    Bytes out = new Bytes(128).ascii("{");
    if (form != UsageForm.MISSING) {
      total(out, form.of(content.inputTokens()));
    }
    byte[] json = out.ascii("}").array();
    return HttpReply.whole(200, headers, traits.pace().first(), json).typed(JSON);
  }

  private static void total(Bytes out, long count) {
    out.ascii("\"totalTokens\":").number(count);
    out.ascii(",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":").number(count);
    out.ascii("}]");
  }
}
