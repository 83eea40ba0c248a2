package dev.sluice.sim.stored;

import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.dialect.Shape.UsageForm;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.util.List;

/// A call of `/responses/input_tokens`.
record CountCall(RequestContent content) implements ReadCall {
  @Override
  public boolean free() {
    return true;
  }

  @Override
  public HttpReply answer(ModelTraits traits, List<Header> headers) {
    UsageForm form = traits.shape().usage();
    Bytes out = new Bytes(64).ascii("{\"object\":\"response.input_tokens\"");
    if (form != UsageForm.MISSING) {
      out.ascii(",\"input_tokens\":").number(form.of(content.inputTokens()));
    }
    return HttpReply.json(headers, traits.pace().first(), out.ascii("}").array());
  }
}
