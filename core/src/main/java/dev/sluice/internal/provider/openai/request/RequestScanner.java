package dev.sluice.internal.provider.openai.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.internal.provider.json.JsonUtf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;

/// Finds in one pass over a request's body what routing needs to know, and refuses what no provider
/// could make sense of. Unknown properties pass.
///
/// A pure function; safe for any thread. It takes about a microsecond for 3 KB, so that bodies
/// above [WorkerPool#LOOP_MAX] do not belong on a loop.
public final class RequestScanner {
  /// How deep a body may nest. Tool schemas reach a few dozen levels.
  public static final int DEPTH_MAX = 512;

  /// How many digits a number may have: none that is longer fits a double.
  static final int DIGITS_MAX = 308;

  /// How long a text that is read may be, in characters; texts that only pass have no bound here.
  private static final int TEXT_MAX = 64 * 1024;

  /// Names are the client's and would fill the JVM's table of interned strings.
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(DIGITS_MAX)
                  .maxStringLength(TEXT_MAX)
                  .maxNameLength(TEXT_MAX)
                  .build())
          .build();

  private RequestScanner() {}

  /// Scans the readable bytes of `body`, which stays as it is.
  ///
  /// @throws InvalidRequest if it is no request for `operation`
  public static RequestFacts scan(Operation operation, ByteBuf body) throws InvalidRequest {
    if (body.hasArray()) {
      int from = body.arrayOffset() + body.readerIndex();
      return scan(operation, body.array(), from, body.readableBytes());
    }
    byte[] bytes = ByteBufUtil.getBytes(body);
    return scan(operation, bytes, 0, bytes.length);
  }

  /// Scans `length` bytes of `a` from `from`. Offsets in the facts count from there.
  ///
  /// @throws InvalidRequest if they are no request for `operation`
  public static RequestFacts scan(Operation operation, byte[] a, int from, int length)
      throws InvalidRequest {
    checkText(a, from, from + length);
    try (JsonParser parser = JSON.createParser(a, from, length)) {
      return read(operation, parser);
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail to be read", e);
    }
  }

  private static RequestFacts read(Operation operation, JsonParser parser)
      throws InvalidRequest, IOException {
    RequestBodyReader reading = new RequestBodyReader(operation, parser);
    try {
      return reading.read();
    } catch (StreamConstraintsException e) {
      throw beyond(parser, reading);
    } catch (JsonProcessingException e) {
      throw InvalidRequests.notJson(what(e));
    }
  }

  private static InvalidRequest beyond(JsonParser parser, RequestBodyReader reading) {
    return parser.getParsingContext().getNestingDepth() > DEPTH_MAX
        ? InvalidRequests.tooDeep(DEPTH_MAX)
        : InvalidRequests.wrong(
            reading.property(),
            "a number, a name or a text that is too long",
            "of at most " + DIGITS_MAX + " digits or " + TEXT_MAX + " characters");
  }

  private static String what(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = "line " + at.getLineNr() + ", column " + at.getColumnNr();
    return e instanceof JsonEOFException
        ? "it ends too early, at " + where
        : where + ": " + InvalidRequests.shown(e.getOriginalMessage());
  }

  /// Checks that a parser would not make: it guesses at other encodings, and skips texts unread.
  private static void checkText(byte[] a, int from, int to) throws InvalidRequest {
    for (int i = from; i < Math.min(to, from + 4); i++) {
      // A byte order mark, or a zero that shows UTF-16 or UTF-32.
      if (a[i] == 0 || (i == from && a[i] < 0)) {
        throw InvalidRequests.notJson(
            "it must begin with {, in UTF-8 and without a byte order mark");
      }
    }
    checkUtf8(a, from, to);
  }

  private static void checkUtf8(byte[] a, int from, int to) throws InvalidRequest {
    int invalid = JsonUtf8.firstInvalid(a, from, to);
    if (invalid >= 0) {
      String what = a[invalid] == '\\' ? "half a surrogate pair" : "malformed UTF-8";
      throw InvalidRequests.notJson(what + " at byte " + (invalid - from));
    }
  }
}
