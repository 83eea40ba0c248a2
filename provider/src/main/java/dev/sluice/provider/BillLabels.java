package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.config.provider.CallLabel;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.dialect.json.JsonStrings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The labels that requests to one provider tell of their calls: at Vertex AI a member of the body,
/// by which Google's bill can be divided, at Bedrock a header, which is in AWS' log of invocations.
/// Immutable.
///
/// @param wanted the labels that the configuration asks for
/// @param inBody whether the body has a place for them, else a header
record BillLabels(Set<CallLabel> wanted, boolean inBody) {
  // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
  static final String HEADER = "x-amzn-bedrock-request-metadata";

  private static final int GOOGLE_MAX = 63;
  private static final int AMAZON_MAX = 256;

  static BillLabels of(ProviderConfig provider) {
    return new BillLabels(provider.labels(), CallLabel.isOfVertex(provider));
  }

  /// Returns the labels as the last member of a body, so that none of a client's own counts; empty
  /// where there are none.
  String json(Call call) {
    boolean placed = inBody && call.operation() == Operation.GENERATE;
    String labels = placed ? text(call, BillLabels::google) : "";
    return labels.isEmpty() ? "" : ",\"labels\":" + labels;
  }

  /// Returns `headers` with the labels among them.
  Map<String, String> in(Map<String, String> headers, Call call) {
    String labels = inBody ? "" : text(call, BillLabels::amazon);
    if (labels.isEmpty()) {
      return headers;
    }
    var more = new HashMap<>(headers);
    more.put(HEADER, labels);
    return more;
  }

  private String text(Call call, UnaryOperator<String> form) {
    if (wanted.isEmpty()) {
      return "";
    }
    Map<String, String> values = new TreeMap<>();
    for (CallLabel label : wanted) {
      label
          .of(call)
          .ifPresent(value -> values.put(label.name().toLowerCase(Locale.ROOT), form.apply(value)));
    }
    var text = new StringBuilder();
    values.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "{" : ",")
                .append(JsonStrings.quote(name))
                .append(':')
                .append(JsonStrings.quote(value)));
    return text.isEmpty() ? "" : text.append('}').toString();
  }

  /// A value as Google takes it: small letters, digits, dashes and underscores
  /// (https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/add-labels-to-api-calls).
  private static String google(String value) {
    return cut(value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_"), GOOGLE_MAX);
  }

  /// A value as AWS takes it: letters, digits, blanks and some marks
  /// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html).
  private static String amazon(String value) {
    return cut(value.replaceAll("[^a-zA-Z0-9 :_@$#=/+,.-]", "_"), AMAZON_MAX);
  }

  private static String cut(String value, int most) {
    return value.substring(0, Math.min(most, value.length()));
  }
}
