package dev.sluice.sim.gemini;

import dev.sluice.sim.wire.ReceivedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address of a call, `/v1beta/models/MODEL:VERB`. A model's name may have slashes and colons:
/// the last colon counts.
///
/// @param version `v1` or `v1beta`
/// @param sse whether a stream is one of events (`alt=sse`), not an array
public record GeminiPath(String version, String model, Verb verb, boolean sse) {
  private static final Pattern CALL = Pattern.compile("/(v1|v1beta)/models/(.+):([A-Za-z]+)");
  private static final Pattern MODELS = Pattern.compile("/v1/models(?:/.*)?");
  private static final Pattern FILES = Pattern.compile("/v1/(?:files|batches)(?:/.*)?");
  private static final Pattern BATCHES =
      Pattern.compile("/(?:upload|download)/v1(?:beta)?/.*|/v1/models/.+:batchGenerateContent");
  private static final String BETA = "/v1beta/";
  private static final String OPENAI = "/v1beta/openai";

  /// The methods that can be called on a model.
  public enum Verb {
    GENERATE("generateContent"),
    STREAM("streamGenerateContent"),
    COUNT("countTokens"),
    EMBED("embedContent"),
    BATCH_EMBED("batchEmbedContents"),
    /// Of Vertex AI alone.
    PREDICT("predict");

    private final String label;

    Verb(String label) {
      this.label = label;
    }

    /// Returns the name of the method in an address.
    String label() {
      return label;
    }
  }

  /// The address of `request`; null where it is no call of this dialect.
  public static @Nullable GeminiPath of(ReceivedRequest request) {
    Matcher call = CALL.matcher(request.path());
    if (!call.matches()) {
      return null;
    }
    Verb verb = verb(call.group(3));
    boolean sse = "sse".equals(request.query("alt"));
    return verb == null ? null : new GeminiPath(call.group(1), decoded(call.group(2)), verb, sse);
  }

  /// Whether `request` speaks this dialect. `/v1/models`, `/v1/files` and `/v1/batches` are
  /// OpenAI's too: there the key's place decides.
  public static boolean speaks(ReceivedRequest request) {
    String path = request.path();
    boolean own = path.startsWith(BETA) && !path.startsWith(OPENAI);
    boolean batch = BATCHES.matcher(path).matches();
    boolean list = MODELS.matcher(path).matches() && request.method().equals("GET");
    return own
        || batch
        || of(request) != null
        || ((list || FILES.matcher(path).matches()) && hasGoogleKey(request));
  }

  /// Whether `request` has its key where Google wants it.
  public static boolean hasGoogleKey(ReceivedRequest request) {
    return request.header("x-goog-api-key") != null || request.query("key") != null;
  }

  /// Whether the answer is an array of what would be events.
  boolean isArray() {
    return verb == Verb.STREAM && !sse;
  }

  private static @Nullable Verb verb(String label) {
    return Arrays.stream(Verb.values()).filter(v -> v.label.equals(label)).findFirst().orElse(null);
  }

  /// Returns a part of a path without its escapes; a plus stands for itself there.
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
