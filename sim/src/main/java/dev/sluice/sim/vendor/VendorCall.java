package dev.sluice.sim.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.ModelTraits;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.ReadCall;
import dev.sluice.sim.dialect.Refusal;
import dev.sluice.sim.dialect.RequestContent;
import dev.sluice.sim.gemini.RequestMembers;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// A call for embeddings in a vendor's form.
///
/// @param task what the vectors are for; empty where the request does not say
/// @param type of their numbers, or `base64`
/// @param dimensions of each vector; 0 where the request does not say
public record VendorCall(
    Vendor vendor,
    List<String> texts,
    String task,
    String type,
    int dimensions,
    RequestContent content)
    implements ReadCall {
  private static final int BYTES = 4;
  private static final int DIMENSIONS_MAX = 8192;
  private static final Set<String> TASKS =
      Set.of("search_document", "search_query", "classification", "clustering");

  /// Reads a request.
  ///
  /// @throws Refusal if its vendor would refuse it
  public static VendorCall read(Vendor vendor, byte[] body) throws Refusal {
    JsonNode request = RequestMembers.read(body);
    for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!vendor.takes(name)) {
        throw wrong(name, "Extra inputs are not permitted: " + name);
      }
    }
    List<String> texts = texts(vendor, request.path(vendor.input()));
    int dimensions = request.path("output_dimension").asInt(0);
    if (dimensions < 0 || dimensions > DIMENSIONS_MAX) {
      throw wrong("output_dimension", "output_dimension is out of range");
    }
    String model = request.path("model").asText("");
    long tokens = texts.stream().mapToLong(text -> Math.ceilDiv(text.length(), BYTES)).sum();
    var content = RequestContent.silent(model, tokens);
    return new VendorCall(
        vendor, texts, task(vendor, request), type(vendor, request), dimensions, content);
  }

  private static List<String> texts(Vendor vendor, JsonNode input) throws Refusal {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : input.isArray() ? input : List.of(input)) {
      if (!one.isTextual() || one.textValue().isEmpty()) {
        throw wrong(vendor.input(), "each of " + vendor.input() + " must be a text");
      }
      texts.add(one.textValue());
    }
    if (texts.isEmpty() || texts.size() > vendor.inputs()) {
      throw wrong(vendor.input(), "there must be from 1 to " + vendor.inputs() + " inputs");
    }
    return texts;
  }

  private static String task(Vendor vendor, JsonNode request) throws Refusal {
    String task = request.path("input_type").asText("");
    String said = task.equals("null") ? "" : task;
    if (vendor == Vendor.COHERE && !TASKS.contains(said)) {
      throw wrong("input_type", "valid input_type must be provided with the provided model");
    }
    if (vendor == Vendor.VOYAGE && !Set.of("", "query", "document").contains(said)) {
      throw wrong("input_type", "Value '" + said + "' provided for argument 'input_type' is wrong");
    }
    return said.replace("search_", "");
  }

  private static String type(Vendor vendor, JsonNode request) throws Refusal {
    if (vendor == Vendor.COHERE) {
      return request.path("embedding_types").path(0).asText("float");
    }
    String encoding = request.path("encoding_format").asText("float");
    if (vendor == Vendor.VOYAGE && !Set.of("null", "base64").contains(encoding)) {
      if (!request.path("encoding_format").isMissingNode()) {
        throw wrong("encoding_format", "encoding_format must be null or base64");
      }
    }
    String type = request.path("output_dtype").asText("float");
    return encoding.equals("base64") && type.equals("float") ? encoding : type;
  }

  private static Refusal wrong(String param, String message) {
    return new Refusal(OpenAiError.invalid(param, null, message));
  }

  @Override
  public HttpReply answer(ModelTraits traits, List<Header> headers) {
    byte[] json = new VendorAnswer(this, traits).json();
    return HttpReply.json(headers, traits.pace().first(), json);
  }
}
