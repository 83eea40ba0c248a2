package dev.sluice.sim.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Answers `/moderations`: whatever has the word "violence" in it is violent, and nothing else is.
final class Moderations {
  private static final List<String> CATEGORIES =
      List.of(
          "harassment",
          "harassment/threatening",
          "hate",
          "hate/threatening",
          "illicit",
          "illicit/violent",
          "self-harm",
          "self-harm/instructions",
          "self-harm/intent",
          "sexual",
          "sexual/minors",
          "violence",
          "violence/graphic");

  private Moderations() {}

  static byte[] answer(byte[] body, String model, String id, Shape shape) throws Refusal {
    List<Boolean> flags = flags(JsonReading.tree(body).path("input"));
    Bytes out = new Bytes(1024 * Math.max(1, flags.size()));
    out.ascii("{\"id\":\"modr-").ascii(id).ascii("\",\"model\":").quoted(model);
    out.ascii(",\"results\":[");
    int count = Math.max(0, flags.size() + shape.extra());
    for (int i = 0; i < count; i++) {
      result(out.ascii(i > 0 ? "," : ""), flags.get(i % flags.size()));
    }
    return out.ascii("]}").array();
  }

  private static List<Boolean> flags(JsonNode input) {
    if (!input.path(0).isTextual()) {
      return List.of(isViolent(input));
    }
    List<Boolean> flags = new ArrayList<>();
    input.forEach(text -> flags.add(isViolent(text)));
    return flags;
  }

  private static boolean isViolent(JsonNode input) {
    return input.toString().toLowerCase(Locale.ROOT).contains("violence");
  }

  private static void result(Bytes out, boolean violent) {
    out.ascii("{\"flagged\":").ascii(Boolean.toString(violent));
    each(out, "categories", violent, "true", "false");
    each(out, "category_scores", violent, "0.97", "0.001");
    each(out, "category_applied_input_types", violent, "[\"text\"]", "[]");
    out.ascii("}");
  }

  private static void each(Bytes out, String name, boolean violent, String yes, String no) {
    out.ascii(",\"").ascii(name).ascii("\":{");
    for (int i = 0; i < CATEGORIES.size(); i++) {
      String category = CATEGORIES.get(i);
      out.ascii(i > 0 ? "," : "").quoted(category).ascii(":");
      out.ascii(violent && category.equals("violence") ? yes : no);
    }
    out.ascii("}");
  }
}
