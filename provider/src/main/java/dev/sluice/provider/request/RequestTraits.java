package dev.sluice.provider.request;

import dev.sluice.call.request.Operation;
import dev.sluice.dialect.json.JsonCursor;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.util.Set;
import java.util.regex.Pattern;

/// The properties of a request that decide whether it may be made twice at the same time. The body
/// is read for them only when they are needed, so that other calls do not pay for it.
///
/// @param reasons whether the request asks for reasoning, so that a long silence is to be expected
/// @param acts whether the request does more than ask for an answer: the provider keeps the answer,
///   or runs tools
public record RequestTraits(boolean reasons, boolean acts) {
  /// The properties that ask for reasoning, in the dialects of OpenAI, OpenRouter, DeepSeek, Qwen
  /// and Anthropic.
  private static final Set<String> REASONING =
      Set.of("reasoning_effort", "reasoning", "thinking", "enable_thinking");

  /// The values with which such a property does not ask for reasoning.
  private static final Set<String> NO_REASONING = Set.of("none", "minimal", "disabled");

  /// The kinds of tools that the client runs, in OpenAI's dialects.
  private static final Set<String> CLIENT_TOOLS = Set.of("function", "custom");

  /// The kinds of tools that the client runs, or that only look through the tools of a call, in
  /// Anthropic's dialect, where a tool without a type is the client's too.
  private static final Pattern HARMLESS =
      Pattern.compile("custom|(?:bash|text_editor|memory|computer|tool_search)_.*");

  /// The traits of a request of which nothing is known, so that everything is possible.
  private static final RequestTraits ANY = new RequestTraits(true, true);

  /// Reads the traits of a request for `operation` from its body, whose position stays as it is. A
  /// pure function; bodies above [dev.sluice.call.runtime.WorkerPool#LOOP_MAX] do not belong on a
  /// loop.
  public static RequestTraits of(Operation operation, ByteBuf body) {
    try {
      var in = new JsonCursor(body);
      return switch (operation) {
        case MESSAGES -> new Reader(in, Reader::isRunByAnthropic).read();
        case GENERATE -> GenerateTraits.of(in);
        default -> new Reader(in, Reader::isRunByProvider).read();
      };
    } catch (EOFException _) {
      return ANY;
    }
  }

  /// The judgement of one tool, which is an object and is read to its end.
  @FunctionalInterface
  private interface Tool {
    /// Reads the tool and returns whether the provider runs it.
    boolean isRunByProvider(JsonCursor in) throws EOFException;
  }

  /// One pass over one body, which was found to be an object before.
  private static final class Reader {
    private final JsonCursor in;
    private final Tool tool;
    private boolean reasons;
    private boolean acts;

    Reader(JsonCursor in, Tool tool) {
      this.in = in;
      this.tool = tool;
    }

    RequestTraits read() throws EOFException {
      in.pass();
      while (in.more()) {
        property(in.name());
      }
      return new RequestTraits(reasons, acts);
    }

    private void property(String name) throws EOFException {
      byte first = in.peek();
      if (REASONING.contains(name)) {
        reasons |= asks(first);
      } else if (name.equals("tools") && first == '[') {
        acts |= areRunByProvider();
      } else {
        acts |= acts(name, first);
        in.skip();
      }
    }

    /// Whether a property does more than ask for an answer.
    ///
    /// @param first the first byte of the value
    private static boolean acts(String name, byte first) {
      return switch (name) {
        case "store", "background" -> first == 't';
        case "web_search_options", "plugins", "mcp_servers" -> first != 'n';
        // A stored prompt may bring tools of its own.
        case "prompt" -> first == '{';
        default -> false;
      };
    }

    /// Reads the value and returns whether it asks for reasoning; of an object, a value within says
    /// that it does not.
    private boolean asks(byte first) throws EOFException {
      if (first != '{') {
        return !denies() && first != 'n';
      }
      boolean denied = false;
      in.pass();
      while (in.more()) {
        in.name();
        denied |= denies();
      }
      return !denied;
    }

    private boolean denies() throws EOFException {
      byte first = in.peek();
      if (first == '"') {
        return NO_REASONING.contains(in.text());
      }
      in.skip();
      return first == 'f';
    }

    private boolean areRunByProvider() throws EOFException {
      boolean any = false;
      in.pass();
      while (in.more()) {
        if (in.peek() == '{') {
          any |= tool.isRunByProvider(in);
        } else {
          in.skip();
        }
      }
      return any;
    }

    private static boolean isRunByProvider(JsonCursor in) throws EOFException {
      boolean client = false;
      in.pass();
      while (in.more()) {
        if (in.name().equals("type") && in.peek() == '"') {
          client |= CLIENT_TOOLS.contains(in.text());
        } else {
          in.skip();
        }
      }
      return !client;
    }

    private static boolean isRunByAnthropic(JsonCursor in) throws EOFException {
      boolean provider = false;
      in.pass();
      while (in.more()) {
        if (in.name().equals("type") && in.peek() == '"') {
          provider |= !HARMLESS.matcher(in.text()).matches();
        } else {
          in.skip();
        }
      }
      return provider;
    }
  }
}
