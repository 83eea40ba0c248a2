package dev.sluice.dialect.embed;

import dev.sluice.dialect.gemini.GoogleErrors;
import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.ErrorObject;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.openai.ChatErrors;
import dev.sluice.dialect.openai.ChatRates;
import dev.sluice.dialect.rule.Statuses;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The errors and limits in each form.
final class EmbeddingErrors {
  private EmbeddingErrors() {}

  /// The meaning of a provider's error.
  static AnswerFault fault(EmbeddingForm form, int status, byte[] body) {
    Optional<JsonNode> error = ErrorObject.in(body);
    if (error.isEmpty()) {
      return new AnswerFault(Statuses.kind(status), "The provider answered with status " + status);
    }
    // FastAPI's form, which Voyage and Mistral have.
    String detail = error.get().string("detail");
    if (detail != null) {
      return new AnswerFault(Statuses.kind(status), detail);
    }
    return isGoogles(form)
        ? GoogleErrors.fault(status, error.get())
        : ChatErrors.fault(status, error.get());
  }

  private static boolean isGoogles(EmbeddingForm form) {
    return switch (form) {
      case GEMINI, GEMINI_CONTENT, VERTEX -> true;
      case OPENAI, MISTRAL, VOYAGE, COHERE, COHERE_AT_BEDROCK, TITAN -> false;
    };
  }

  /// The status of an error for a client.
  static int status(EmbeddingForm form, AnswerFault fault) {
    return isGoogles(form) ? GoogleErrors.status(fault) : ChatErrors.status(fault);
  }

  /// The body of an error for a client.
  static byte[] body(EmbeddingForm form, AnswerFault fault) {
    return switch (form) {
      case GEMINI, GEMINI_CONTENT, VERTEX -> GoogleErrors.body(fault);
      case COHERE, COHERE_AT_BEDROCK, TITAN -> cohere(fault.message());
      case OPENAI, MISTRAL, VOYAGE -> ChatErrors.body(fault);
    };
  }

  private static byte[] cohere(String message) {
    return new JsonOutput().open('{').field("message", message).close('}').bytes();
  }

  /// The limits that a provider's headers state, under the client's names. OpenAI alone has such
  /// headers in a form that others read.
  ///
  /// @param headers the provider's headers, by their names in lower case
  static Map<String, String> limits(
      EmbeddingForm client, EmbeddingForm provider, Map<String, String> headers) {
    var limits = new LinkedHashMap<String, String>();
    if (client == EmbeddingForm.OPENAI && provider.isAskedAsOpenAi()) {
      ChatRates.write(ChatRates.read(headers), limits);
    }
    return limits;
  }
}
