package dev.sluice.cli.batch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.call.text.Printable;
import dev.sluice.cli.admin.AdminTls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import javax.net.ssl.SSLException;

/// The faults of an API in words, each with its remedy. What an API says is cut, and shown without
/// what a terminal would act on.
///
/// @param base the address of the API
/// @param keyed whether it is shown a key
record ApiWords(URI base, boolean keyed) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST = 500;

  /// There was no answer.
  ApiFault unanswered(IOException why) {
    if (why instanceof SSLException) {
      return untrusted();
    }
    boolean nobody = why instanceof ConnectException || why instanceof HttpConnectTimeoutException;
    return new ApiFault(
        0,
        nobody
            ? "nothing answers at %s: start a gateway with `./sluice serve`, or name another with --url"
                .formatted(base)
            : "%s has ended the connection (%s): try again".formatted(base, shown(why)));
  }

  private static String shown(IOException why) {
    return line(why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage());
  }

  /// The API has refused.
  ///
  /// @param path what was asked for
  /// @param body what it has answered
  ApiFault refused(int status, String path, String body) {
    if (status == 401) {
      return new ApiFault(status, unknownKey());
    }
    String message = message(body);
    return message.isEmpty()
        ? unexplained(status, path, body)
        : new ApiFault(status, "%s answered %d: %s".formatted(base, status, message));
  }

  private ApiFault unexplained(int status, String path, String body) {
    String first = line(body.lines().findFirst().orElse(""));
    return new ApiFault(
        status,
        status == 404
            ? "%s has no %s: --url is the address of a gateway, or of another API of OpenAI's"
                .formatted(base, path)
            : "%s answered %d %s".formatted(base, status, first).strip());
  }

  private ApiFault untrusted() {
    return new ApiFault(
        0,
        "the certificate of %s is not trusted: name its authority, the path of a PEM file, in %s"
            .formatted(base, AdminTls.VARIABLE));
  }

  private String unknownKey() {
    return keyed
        ? "the key is none of %s: set %s to one of its keys".formatted(base, ApiOptions.KEY)
        : "%s asks for a key: set %s to one of its keys".formatted(base, ApiOptions.KEY);
  }

  /// Something else answers.
  ApiFault noJson(String path) {
    return new ApiFault(
        502,
        "what answers at %s%s is no API of OpenAI's: name a gateway with --url"
            .formatted(base, path));
  }

  private static String message(String body) {
    try {
      JsonNode error = MAPPER.readTree(body).path("error");
      return line(error.isTextual() ? error.textValue() : error.path("message").asText(""));
    } catch (JacksonException _) {
      return "";
    }
  }

  /// A text as one line that a terminal shows as it is.
  static String line(String text) {
    String line = Printable.line(text.strip(), '?');
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
