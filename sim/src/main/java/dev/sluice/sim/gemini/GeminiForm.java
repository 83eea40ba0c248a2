package dev.sluice.sim.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.sim.dialect.OpenAiError;
import dev.sluice.sim.dialect.OpenAiErrorBody;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReceivedRequest;
import dev.sluice.sim.wire.ReplyHead;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gives an answer, right or wrong, Gemini's form where it has OpenAI's: errors, their details in
/// place of headers, and error events. An array's error is an array.
public final class GeminiForm {
  private static final Pattern ERROR_EVENT = Pattern.compile("(?:data: |\\[|,\n)\\{\"error\":");
  private static final Pattern FOREIGN =
      Pattern.compile("x-request-id|openai-.*|x-ratelimit-.*|retry-after(-ms)?");

  private final @Nullable GeminiPath path;
  private final RetryHints hints;
  private final int status;

  private GeminiForm(@Nullable GeminiPath path, RetryHints hints, int status) {
    this.path = path;
    this.hints = hints;
    this.status = status;
  }

  /// Returns the error for a request without a key.
  public static OpenAiError noKey() {
    String message =
        "Method doesn't allow unregistered callers (callers without established identity). Please"
            + " use API Key or other form of API consumer identity to call this API.";
    return new OpenAiError(403, "invalid_request_error", null, null, message);
  }

  /// Returns the error for a key that is not known.
  public static OpenAiError badKey() {
    String message = "API key not valid. Please pass a valid API key.";
    return new OpenAiError(400, "invalid_request_error", null, GoogleError.BAD_KEY, message);
  }

  /// `reply` in Gemini's form.
  ///
  /// @param now the wall clock, for the answer's date
  public static HttpReply of(HttpReply reply, ReceivedRequest request, Instant now) {
    GeminiPath path = GeminiPath.of(request);
    ReplyHead head = reply.head();
    return new GeminiForm(path, new RetryHints(head, now), head.status()).form(reply, now);
  }

  private HttpReply form(HttpReply reply, Instant now) {
    HttpReply named = reply.head(head -> head.withHeaders(headers(head, now)));
    if (named.isStream()) {
      return named.body(body -> () -> event(body.next()));
    }
    return OpenAiErrorBody.replaced(named, _ -> status, this::whole);
  }

  private byte[] whole(JsonNode error) {
    byte[] json = envelope(error);
    boolean array = path != null && path.isArray();
    return array ? new Bytes(64).ascii("[").put(json).ascii("\n]\n").array() : json;
  }

  private Piece event(Piece piece) {
    String text = text(piece.bytes());
    if (piece.ending() != null || !ERROR_EVENT.matcher(text).lookingAt()) {
      return piece;
    }
    int begin = text.indexOf(OpenAiErrorBody.BEGIN);
    int end = text.lastIndexOf('}') + 1;
    Bytes out = new Bytes(512).ascii(text.substring(0, begin));
    JsonNode error = OpenAiErrorBody.read(Arrays.copyOfRange(piece.bytes(), begin, end));
    return piece.with(out.put(envelope(error)).ascii(text.substring(end)).array());
  }

  private byte[] envelope(JsonNode error) {
    return new GoogleError(error, status, path, hints).json();
  }

  private static List<Header> headers(ReplyHead head, Instant now) {
    List<Header> headers = new ArrayList<>();
    for (Header header : head.headers()) {
      if (!FOREIGN.matcher(header.name()).matches()) {
        headers.add(header);
      }
    }
    headers.add(new Header("date", Header.date(now)));
    return headers;
  }

  /// A char for each byte: what comes here need not be UTF-8.
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
