package dev.sluice.internal.provider.request;

import dev.sluice.internal.provider.json.scan.JsonCursor;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
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

  /// Nothing is known, so that everything is possible.
  private static final RequestTraits ANY = new RequestTraits(true, true);

  /// The traits of the request whose body this is, which stays as it is. A pure function; bodies
  /// above [dev.sluice.internal.runtime.WorkerPool#LOOP_MAX] do not belong on a loop.
  public static RequestTraits of(ByteBuf body) {
    try {
      return new Reader(new JsonCursor(body)).read();
    } catch (EOFException _) {
      return ANY;
    }
  }

  /// One pass over one body, which was found to be an object before.
  private static final class Reader {
    private final JsonCursor in;
    private boolean reasons;
    private boolean acts;

    Reader(JsonCursor in) {
      this.in = in;
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

    /// @param first the first byte of the value
    private static boolean acts(String name, byte first) {
      return switch (name) {
        case "store", "background" -> first == 't';
        case "web_search_options", "plugins" -> first != 'n';
        // A stored prompt may bring tools of its own.
        case "prompt" -> first == '{';
        default -> false;
      };
    }

    /// Whether the value, which is read, asks for reasoning; of an object a value within says that
    /// it does not.
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
          any |= isRunByProvider();
        } else {
          in.skip();
        }
      }
      return any;
    }

    private boolean isRunByProvider() throws EOFException {
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
  }
}
