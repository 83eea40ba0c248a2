package dev.sluice.provider.error;

import dev.sluice.call.runtime.Body;
import org.jspecify.annotations.Nullable;

/// The text of a request, as its provider has read it, which the provider's message may repeat. The
/// text is read when it is asked for the first time; of a body that is given back while its answer
/// goes on a sketch is kept. For one thread at a time.
public final class RequestText {
  /// The text of an error without a request.
  public static final RequestText NONE = new RequestText(null);

  /// The most bytes of a request that are read, since a longer one would hold up its loop. A longer
  /// request may contain anything.
  static final int READ_MAX = 256 * 1024;

  private final @Nullable Body json;
  private @Nullable String text;
  private @Nullable TextSketch sketch;

  private RequestText(@Nullable Body json) {
    this.json = json;
  }

  /// The text of the request with this body; once the body is closed the text may have contained
  /// anything.
  public static RequestText of(Body json) {
    return new RequestText(json);
  }

  /// The text of the request with this body, of which a sketch is kept when the body is given back
  /// early. On the loop.
  public static RequestText outlasting(Body json) {
    var text = new RequestText(json);
    json.beforeGivenBack(text::sketch);
    return text;
  }

  private void sketch() {
    if (json != null && json.size() <= READ_MAX) {
      sketch = TextSketch.of(json.bytes());
      text = null;
    }
  }

  /// Whether `phrase` may have come from the request.
  ///
  /// @param phrase ASCII, in lower case
  boolean mayContain(String phrase) {
    if (json == null) {
      return false;
    }
    if (sketch != null) {
      return sketch.mayContain(phrase);
    }
    return json.isClosed() || json.size() > READ_MAX || text(json).contains(phrase);
  }

  private String text(Body json) {
    if (text == null) {
      var said = new StringBuilder(json.size());
      UnescapedJson.read(json.bytes(), said::append);
      text = said.toString();
    }
    return text;
  }
}
