package dev.sluice.sim.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.dialect.Shape.UsageForm;
import dev.sluice.sim.responses.Seal;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A call of `/responses/compact`: the user's messages stay, and one sealed item stands for all
/// else.
///
/// @param items of the conversation, earlier responses' included
record CompactCall(RequestContent content, List<JsonNode> items, String owner) implements ReadCall {
  private static final int TOKENS = 16;

  @Override
  public HttpReply answer(ModelTraits traits, List<Header> headers) {
    ObjectNode response = JsonNodeFactory.instance.objectNode();
    response.put("id", "resp_" + traits.id()).put("object", "response.compaction");
    response.put("created_at", traits.created());
    ArrayNode output = response.putArray("output");
    items.stream().filter(item -> item.path("role").asText("").equals("user")).forEach(output::add);
    ObjectNode rest = output.addObject().put("type", "compaction").put("id", "cmp_" + traits.id());
    rest.put("encrypted_content", Seal.of(traits.id(), owner));
    UsageForm form = traits.shape().usage();
    if (form != UsageForm.MISSING) {
      usage(response.putObject("usage"), form);
    }
    traits.pace().produced(TOKENS);
    byte[] json = response.toString().getBytes(StandardCharsets.UTF_8);
    return HttpReply.json(headers, traits.pace().total(TOKENS), json);
  }

  private void usage(ObjectNode usage, UsageForm form) {
    long input = form.of(content.inputTokens());
    long output = form.of(TOKENS);
    usage.put("input_tokens", input).putObject("input_tokens_details").put("cached_tokens", 0);
    usage
        .put("output_tokens", output)
        .putObject("output_tokens_details")
        .put("reasoning_tokens", 0);
    usage.put("total_tokens", input + output);
  }
}
