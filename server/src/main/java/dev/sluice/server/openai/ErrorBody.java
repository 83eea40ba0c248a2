package dev.sluice.server.openai;

import dev.sluice.call.Operation;

/// A fault in OpenAI's words: as the body of an answer, or as the last event of a stream.
public final class ErrorBody {
  private ErrorBody() {}

  /// The envelope, all four keys in it.
  public static String envelope(Fault fault) {
    return "{\"error\":" + error(fault) + "}";
  }

  /// The event that ends a stream which cannot be completed. Clients look for `error` in an event's
  /// data; the Responses API names its events and repeats it at the top.
  public static String event(Fault fault, Operation operation) {
    if (operation != Operation.RESPONSES) {
      return "data: " + envelope(fault) + "\n\n";
    }
    return "event: error\ndata: {\"type\":\"error\",\"code\":"
        + Json.string(fault.code())
        + ",\"message\":"
        + Json.string(fault.message())
        + ",\"param\":null,\"error\":"
        + error(fault)
        + "}\n\n";
  }

  private static String error(Fault fault) {
    return "{\"message\":"
        + Json.string(fault.message())
        + ",\"type\":"
        + Json.string(fault.type())
        + ",\"param\":"
        + fault.param().map(Json::string).orElse("null")
        + ",\"code\":"
        + Json.string(fault.code())
        + "}";
  }
}
