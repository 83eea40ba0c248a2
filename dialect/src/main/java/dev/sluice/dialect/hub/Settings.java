package dev.sluice.dialect.hub;

import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings by which the model is to answer; null where the client has said nothing. Numbers
/// are as they were written.
///
/// @param maxOutput the bound on the output in tokens, thinking included
/// @param budget the budget of tokens for thinking
/// @param thinks whether thinking is asked for, as much as the model likes: without effort and
///   budget
/// @param extras the properties that only the client's dialect has
public record Settings(
    @Nullable Long maxOutput,
    @Nullable RawJson temperature,
    @Nullable RawJson topP,
    @Nullable RawJson topK,
    List<String> stop,
    @Nullable String endUser,
    @Nullable Effort effort,
    @Nullable Long budget,
    boolean thinks,
    @Nullable OutputFormat format,
    @Nullable String tier,
    List<Extra> extras) {
  public static final Settings NONE =
      new Settings(
          null, null, null, null, List.of(), null, null, null, false, null, null, List.of());

  /// The effort that the model is to spend on thinking.
  public enum Effort {
    NONE,
    MINIMAL,
    LOW,
    MEDIUM,
    HIGH,
    XHIGH,
    MAX
  }

  /// A shape that the answer's text must have.
  ///
  /// @param schema the schema of the text; null for any JSON object
  public record OutputFormat(String name, @Nullable RawJson schema, boolean strict, String path) {}

  /// A property that other dialects do not have.
  ///
  /// @param refuse whether the call makes no sense without it; else it may be dropped
  /// @param number the property's value, where that is a number
  public record Extra(String path, boolean refuse, String why, @Nullable RawJson number) {
    private static final long EXTRA = 40;

    public static Extra drop(JsonNode node) {
      return new Extra(path(node), false, "", node.is(JsonKind.NUMBER) ? node.raw() : null);
    }

    public static Extra refuse(JsonNode node, String why) {
      return new Extra(path(node), true, why, null);
    }

    private static String path(JsonNode node) {
      String path = node.path();
      node.counting(EXTRA + HeapMeter.string(path.length()));
      return path;
    }
  }
}
