package dev.sluice.internal.provider.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.Set;

/// The properties of a request that decide whether it may be made twice at the same time. They are
/// read only when that is asked, so that other calls do not pay for it.
///
/// @param reasons whether it asks for reasoning, so that a long silence is to be expected
/// @param acts whether it does more than answer: the provider keeps the answer, or runs tools
public record RequestTraits(boolean reasons, boolean acts) {
  /// What asks for reasoning, in the dialects of OpenAI, OpenRouter, DeepSeek, Qwen and Anthropic.
  private static final Set<String> REASONING =
      Set.of("reasoning_effort", "reasoning", "thinking", "enable_thinking");

  /// The values by which it is not asked for.
  private static final Set<String> NO_REASONING = Set.of("none", "minimal", "disabled");

  /// Tools that the client runs.
  private static final Set<String> CLIENT_TOOLS = Set.of("function", "custom");

  /// Names are the client's and would fill the JVM's table of interned strings. A text may be as
  /// long as a body, which is bounded before.
  public static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /// Nothing is known, so that everything is possible.
  private static final RequestTraits ANY = new RequestTraits(true, true);

  /// The traits of the request whose body this is, which stays as it is. A pure function; bodies
  /// above [dev.sluice.internal.runtime.WorkerPool#LOOP_MAX] do not belong on a loop.
  public static RequestTraits of(ByteBuf body) {
    byte[] bytes = ByteBufUtil.getBytes(body);
    try (JsonParser parser = JSON.createParser(bytes)) {
      return new Reader(parser).read();
    } catch (IOException _) {
      return ANY;
    }
  }

  /// One pass over one body, which was found to be an object before.
  private static final class Reader {
    private final JsonParser parser;
    private boolean reasons;
    private boolean acts;

    Reader(JsonParser parser) {
      this.parser = parser;
    }

    RequestTraits read() throws IOException {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        property(name);
        parser.skipChildren();
      }
      return new RequestTraits(reasons, acts);
    }

    private void property(String name) throws IOException {
      if (REASONING.contains(name)) {
        reasons |= asked();
      }
      switch (name) {
        case "tools" -> tools();
        case "store", "background" -> acts |= parser.currentToken() == JsonToken.VALUE_TRUE;
        case "web_search_options", "plugins" -> acts |= present();
        // A stored prompt may bring tools of its own.
        case "prompt" -> acts |= parser.currentToken() == JsonToken.START_OBJECT;
        default -> {}
      }
    }

    /// Whether the current value asks for reasoning; of an object a value within says that it does
    /// not.
    private boolean asked() throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        return present() && !denies();
      }
      boolean denied = false;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        denied |= denies();
        parser.skipChildren();
      }
      return !denied;
    }

    private boolean denies() throws IOException {
      return switch (parser.currentToken()) {
        case VALUE_FALSE -> true;
        case VALUE_STRING -> NO_REASONING.contains(parser.getText());
        default -> false;
      };
    }

    private boolean present() {
      return parser.currentToken() != JsonToken.VALUE_NULL;
    }

    private void tools() throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        acts |= parser.currentToken() == JsonToken.START_OBJECT && isRunByProvider();
      }
    }

    private boolean isRunByProvider() throws IOException {
      boolean client = false;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean type = parser.currentName().equals("type");
        boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
        client |= type && text && CLIENT_TOOLS.contains(parser.getText());
        parser.skipChildren();
      }
      return !client;
    }
  }
}
