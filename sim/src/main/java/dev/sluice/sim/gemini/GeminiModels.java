package dev.sluice.sim.gemini;

import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.ReceivedRequest;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The list of models, in pages.
public final class GeminiModels {
  private static final int PAGE = 50;
  private static final int PAGE_MAX = 1000;
  private static final int DIGITS_MAX = 6;

  private GeminiModels() {}

  /// Returns the page of the list that `request` asks for.
  public static byte[] page(ReceivedRequest request, Collection<String> names) {
    int size = Math.clamp(number(request.query("pageSize"), PAGE), 1, PAGE_MAX);
    int from = Math.min(number(request.query("pageToken"), 0), names.size());
    List<String> page = names.stream().skip(from).limit(size).toList();
    Bytes out = new Bytes(1024).ascii("{\"models\":[");
    all(out, page);
    out.ascii("]");
    if (from + size < names.size()) {
      out.ascii(",\"nextPageToken\":\"").number(from + size).ascii("\"");
    }
    return out.ascii("}").array();
  }

  private static void all(Bytes out, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      out.ascii(i > 0 ? "," : "").put(one(names.get(i)));
    }
  }

  private static int number(@Nullable String text, int otherwise) {
    boolean digits = text != null && text.matches("\\d{1," + DIGITS_MAX + "}");
    return digits ? Integer.parseInt(text) : otherwise;
  }

  /// Returns the description of one model.
  public static byte[] one(String name) {
    Bytes out = new Bytes(512).ascii("{\"name\":").quoted("models/" + name);
    out.ascii(",\"version\":\"001\",\"displayName\":").quoted(name);
    out.ascii(",\"description\":\"simulated\",\"inputTokenLimit\":1048576,");
    out.ascii("\"outputTokenLimit\":65536,\"supportedGenerationMethods\":[\"generateContent\",");
    out.ascii("\"countTokens\",\"embedContent\",\"batchEmbedContents\"],\"temperature\":1,");
    return out.ascii("\"topP\":0.95,\"topK\":64,\"maxTemperature\":2}").array();
  }
}
