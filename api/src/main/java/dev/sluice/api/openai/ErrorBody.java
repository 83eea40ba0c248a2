package dev.sluice.api.openai;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.Json;
import dev.sluice.api.ProviderError;
import dev.sluice.call.Failed;
import java.util.Optional;

/// A failure in OpenAI's words: as the body of an answer, or as the last events of a stream.
public final class ErrorBody {
  private ErrorBody() {}

  /// The body of an answer with `error`; all four keys stand in it.
  public static String envelope(ApiError error) {
    return "{\"error\":" + error(error) + "}";
  }

  /// The event that ends a stream which cannot be completed: clients look for `error` in an event's
  /// data. The provider's complaint about the request is passed on in its own words.
  public static String event(Failed why) {
    return "data: "
        + said(why).map(ErrorBody::line).orElseGet(() -> envelope(ApiErrors.of(why)))
        + "\n\n";
  }

  /// The two events that end a stream of the Responses API which cannot be completed: the response
  /// has failed, with the code that OpenAI has for that, since Codex looks there and knows no
  /// other; and an error of the stream itself. Neither has `error` at its top, which clients would
  /// raise in place of the event.
  ///
  /// @param last the response as the client knows it, and the number of the last event
  public static String responseEvents(Failed why, ResponseSoFar last) {
    ApiError error = ApiErrors.of(why);
    String code =
        Json.string(
            said(why).map(ProviderError::code).filter(c -> !c.isEmpty()).orElse(error.code()));
    String message = Json.string(error.message());
    return "event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":"
        + (last.number() + 1)
        + ",\"response\":"
        + failed(last, word(why).orElse(code), message)
        + "}\n\nevent: error\ndata: {\"type\":\"error\",\"sequence_number\":"
        + (last.number() + 2)
        + ",\"code\":"
        + code
        + ",\"message\":"
        + message
        + ",\"param\":null}\n\n";
  }

  /// OpenAI's code for a failure of which the provider has said none.
  private static Optional<String> word(Failed why) {
    return switch (why) {
      case Failed.Overloaded _ -> Optional.of("\"server_is_overloaded\"");
      case Failed.Throttled _, Failed.AccountThrottled _ -> Optional.of("\"rate_limit_exceeded\"");
      case Failed.Exhausted _ -> Optional.of("\"insufficient_quota\"");
      default -> Optional.empty();
    };
  }

  /// The response object of a failed stream, with every member that a client's types demand.
  private static String failed(ResponseSoFar last, String code, String message) {
    return "{\"id\":"
        + Json.string(last.id())
        + ",\"object\":\"response\",\"created_at\":"
        + last.createdAt()
        + ",\"status\":\"failed\",\"error\":{\"code\":"
        + code
        + ",\"message\":"
        + message
        + "},\"incomplete_details\":null,\"instructions\":null,\"metadata\":{},\"model\":"
        + Json.string(last.model())
        + ",\"output\":[],\"parallel_tool_calls\":true,\"temperature\":null"
        + ",\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":null,\"usage\":null}";
  }

  private static Optional<ProviderError> said(Failed why) {
    return why instanceof Failed.Refused refused ? ProviderError.of(refused) : Optional.empty();
  }

  /// The provider's JSON on one line; line ends between its values mean nothing, and inside there
  /// are none.
  private static String line(ProviderError said) {
    return said.json().replace('\n', ' ').replace('\r', ' ');
  }

  private static String error(ApiError error) {
    return "{\"message\":"
        + Json.string(error.message())
        + ",\"type\":"
        + Json.string(error.type())
        + ",\"param\":"
        + error.param().map(Json::string).orElse("null")
        + ",\"code\":"
        + Json.string(error.code())
        + "}";
  }
}
