package dev.sluice.sim.vendor;

import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.Shape.Listing;
import dev.sluice.sim.dialect.Shape.UsageForm;
import dev.sluice.sim.dialect.Vector;
import dev.sluice.sim.wire.Bytes;

/// The answer to a vendor's call for embeddings.
record VendorAnswer(VendorCall call, ModelTraits traits) {
  private static final String WRONG = "not what was asked";

  byte[] json() {
    return call.vendor() == Vendor.COHERE ? cohere() : openAi();
  }

  private byte[] openAi() {
    Bytes out = new Bytes(4096).ascii("{\"object\":\"list\",\"data\":[");
    int[] places = places();
    for (int i = 0; i < places.length; i++) {
      out.ascii(i > 0 ? "," : "").ascii("{\"object\":\"embedding\",\"index\":").number(places[i]);
      vector(out.ascii(",\"embedding\":"), i, places[i]);
      out.ascii("}");
    }
    out.ascii("],\"model\":").quoted(call.content().model());
    UsageForm usage = traits.shape().usage();
    if (usage != UsageForm.MISSING) {
      out.ascii(",\"usage\":{");
      if (call.vendor() == Vendor.MISTRAL) {
        out.ascii("\"prompt_tokens\":").number(usage.of(tokens())).ascii(",");
      }
      out.ascii("\"total_tokens\":").number(usage.of(tokens())).ascii("}");
    }
    return out.ascii("}").array();
  }

  private byte[] cohere() {
    Bytes out = new Bytes(4096).ascii("{\"id\":").quoted(traits.id());
    out.ascii(",\"embeddings\":{").quoted(call.type()).ascii(":[");
    int[] places = places();
    for (int i = 0; i < places.length; i++) {
      vector(out.ascii(i > 0 ? "," : ""), i, places[i]);
    }
    out.ascii("]},\"texts\":[");
    for (int i = 0; i < call.texts().size(); i++) {
      out.ascii(i > 0 ? "," : "").quoted(call.texts().get(i));
    }
    out.ascii("],\"meta\":{\"api_version\":{\"version\":\"2\"}");
    UsageForm usage = traits.shape().usage();
    if (usage != UsageForm.MISSING) {
      out.ascii(",\"billed_units\":{\"input_tokens\":").number(usage.of(tokens())).ascii("}");
    }
    return out.ascii("},\"response_type\":\"embeddings_by_type\"}").array();
  }

  private long tokens() {
    return call.content().inputTokens();
  }

  private int[] places() {
    int count = Math.max(0, call.texts().size() + traits.shape().extra());
    return traits.shape().listing(count).places(count);
  }

  private void vector(Bytes out, int at, int place) {
    int count = Math.max(0, call.texts().size() + traits.shape().extra());
    boolean wrong = traits.shape().listing(count) == Listing.CONTRADICTORY && at == count;
    String text = wrong ? WRONG : call.texts().get(place % call.texts().size());
    int dimensions = call.dimensions() == 0 ? traits.vectors().dimensions() : call.dimensions();
    Vector vector = traits.vectors().at(place, Vector.of(text, call.task(), dimensions));
    switch (call.type()) {
      case "float" -> vector.decimals(out);
      case "base64" -> vector.base64(out);
      default -> vector.bytes(out);
    }
  }
}
