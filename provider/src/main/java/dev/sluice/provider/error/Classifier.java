package dev.sluice.provider.error;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Objection;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.dialect.json.JsonStrings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A classifier of a provider's errors. A pure function of its inputs; safe for any thread.
public final class Classifier {
  private static final int OK = 200;

  /// The status of an error inside a 200 that names no status.
  private static final int SERVER_ERROR = 500;

  private static final int UNAVAILABLE = 503;

  private static final int BAD_REQUEST = 400;
  private static final int PAYMENT_REQUIRED = 402;

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int CONTENT_TOO_LARGE = 413;

  /// The statuses whose messages may say how long to stay away.
  private static final Set<Integer> WAITING = Set.of(TOO_MANY_REQUESTS, 503);

  private final ErrorTable table;
  private final RateHeaderNames rateHeaders;
  private final Redaction redaction;

  /// The names of the headers that say for how long to stay away.
  private final Set<String> decisive;

  /// @param table the table of the provider's words for what went wrong
  /// @param rateHeaders the headers in which it states its limits
  /// @param redaction the redaction of the operator's own data
  public Classifier(ErrorTable table, RateHeaderNames rateHeaders, Redaction redaction) {
    this.table = table;
    this.rateHeaders = rateHeaders;
    this.redaction = redaction;
    this.decisive = Hints.names(rateHeaders);
  }

  /// A classifier with OpenAI's rate headers, and with nothing to hide.
  public Classifier(ErrorTable table) {
    this(table, RateHeaderNames.OPENAI, Redaction.NONE);
  }

  /// The redaction of the operator's own data.
  public Redaction redaction() {
    return redaction;
  }

  /// Returns a provider's words as clients may see them; `otherwise` where none of the words are
  /// fit.
  public String shown(String words, String otherwise) {
    return MessageSanitizer.clean(redaction.text(MessageSanitizer.bounded(words)), otherwise);
  }

  /// Reads the provider's limits from an answer's headers.
  ///
  /// @param headers the answer's, by lower-case name
  public RateLimitInfo allowance(Map<String, String> headers) {
    return rateHeaders.read(headers);
  }

  /// Returns those of an answer's headers by which an error inside of it is classified.
  ///
  /// @param headers the answer's, by lower-case name
  public Map<String, String> decisive(Map<String, String> headers) {
    Map<String, String> found = new HashMap<>();
    for (String name : decisive) {
      String value = headers.get(name);
      if (value != null) {
        found.put(name, value);
      }
    }
    return Map.copyOf(found);
  }

  /// Classifies an answer that is not a 2xx.
  ///
  /// @param headers the answer's, by lower-case name
  /// @param body the answer's body, or its beginning
  /// @param request the text of the request, whose words are not taken for the provider's
  public Failed classify(
      int status, Map<String, String> headers, String body, RequestText request) {
    ErrorContent error = ErrorContent.read(body);
    var message = new ProviderMessage(error.message(), request);
    ErrorClass errorClass =
        decisive(error, message, Optional.of(status))
            .or(() -> closed(status, headers))
            .orElseGet(() -> byStatus(status));
    return failed(errorClass, status, headers, error, message);
  }

  /// Classifies an error inside a 2xx by its own words: a status among them, else a known code;
  /// without either the provider is at fault.
  ///
  /// @param body the error, as the body of an error answer would have it
  /// @param request the text of the request, whose words are not taken for the provider's
  public Failed inside(Map<String, String> headers, String body, RequestText request) {
    ErrorContent error = ErrorContent.read(body);
    var message = new ProviderMessage(error.message(), request);
    Optional<Integer> status = status(error);
    Optional<ErrorClass> decisive = decisive(error, message, status);
    ErrorClass errorClass =
        decisive
            .or(() -> status.map(this::byStatus))
            .or(() -> first(error, table.naming()))
            .orElse(ErrorClass.OVERLOADED);
    return failed(
        errorClass,
        status.orElse(decisive.map(Classifier::assumed).orElse(unsaid(errorClass))),
        headers,
        error,
        message);
  }

  /// The status that an error gets whose class was decided by its words.
  private static int assumed(ErrorClass errorClass) {
    return errorClass == ErrorClass.OVERLOADED ? UNAVAILABLE : unsaid(errorClass);
  }

  /// The status of an error that says neither a status nor whose fault it is.
  private static int unsaid(ErrorClass errorClass) {
    return switch (errorClass) {
      case REFUSED, TOO_LONG, FILTERED -> BAD_REQUEST;
      case TOO_COSTLY -> PAYMENT_REQUIRED;
      case EXHAUSTED, CREDENTIAL -> OK;
      case THROTTLED, OVERLOADED, TOO_LARGE -> SERVER_ERROR;
    };
  }

  private Optional<ErrorClass> decisive(
      ErrorContent error, ProviderMessage message, Optional<Integer> status) {
    return table
        .decided(error.words(), status)
        .or(() -> costly(message, status))
        .or(() -> table.told(message, status));
  }

  /// The class of an error by which a smaller request may pass. A used-up account answers 402 as
  /// well, and closes the model to everybody.
  private static Optional<ErrorClass> costly(ProviderMessage message, Optional<Integer> status) {
    boolean costly = status.filter(code -> code == PAYMENT_REQUIRED).isPresent();
    return costly && message.paysForLess() ? Optional.of(ErrorClass.TOO_COSTLY) : Optional.empty();
  }

  private static Optional<ErrorClass> first(ErrorContent error, Map<String, ErrorClass> words) {
    return error.words().stream().filter(words::containsKey).map(words::get).findFirst();
  }

  private static Optional<Integer> status(ErrorContent error) {
    return error.words().stream()
        .filter(word -> word.length() == 3 && word.chars().allMatch(Character::isDigit))
        .map(Integer::valueOf)
        .filter(status -> status >= BAD_REQUEST && status < 600)
        .findFirst();
  }

  private ErrorClass byStatus(int status) {
    ErrorClass own = table.statuses().get(status);
    if (own != null) {
      return own;
    }
    return switch (status) {
      case 401, 403 -> ErrorClass.CREDENTIAL;
      case 408, 409 -> ErrorClass.OVERLOADED;
      case 429 -> ErrorClass.THROTTLED;
      default -> status >= BAD_REQUEST && status < 500 ? ErrorClass.REFUSED : ErrorClass.OVERLOADED;
    };
  }

  /// The class of an error about a limit of zero. Such a limit never opens: the model is not in the
  /// account's plan.
  private Optional<ErrorClass> closed(int status, Map<String, String> headers) {
    boolean nothing =
        status == TOO_MANY_REQUESTS
            && allowance(headers).limits().values().stream()
                .anyMatch(room -> room.limit().orElse(1) == 0);
    return nothing ? Optional.of(ErrorClass.EXHAUSTED) : Optional.empty();
  }

  private Failed failed(
      ErrorClass errorClass,
      int status,
      Map<String, String> headers,
      ErrorContent error,
      ProviderMessage words) {
    RateLimitInfo allowance = allowance(headers);
    Failed.Dimension dimension = LimitNames.of(allowance, error, words);
    boolean asksToWait = errorClass == ErrorClass.THROTTLED || WAITING.contains(status);
    Optional<Duration> inMessage = asksToWait ? words.delay() : Optional.empty();
    Optional<Duration> hint = Hints.of(headers, error, inMessage, allowance, dimension);
    String message = shown(error.message(), "HTTP " + status);
    return switch (errorClass) {
      case THROTTLED -> new Failed.Throttled(dimension, hint, message);
      case OVERLOADED -> new Failed.Overloaded(status, hint, message);
      case EXHAUSTED -> new Failed.Exhausted(scope(status, error), status, code(error), message);
      case CREDENTIAL -> new Failed.CredentialRefused(scope(status, error), status, code(error));
      // Providers say 429, which would be tried again.
      case TOO_LARGE -> refused(CONTENT_TOO_LARGE, error, Objection.REQUEST);
      case TOO_LONG -> refused(status, error, Objection.LENGTH);
      case FILTERED -> refused(status, error, Objection.CONTENT);
      case TOO_COSTLY -> refused(status, error, Objection.COST);
      case REFUSED -> refused(status, error, Objection.REQUEST);
    };
  }

  private static Failed.Scope scope(int status, ErrorContent error) {
    return error.words().stream().anyMatch(word -> ErrorTable.isOfTheAccount(word, status))
        ? Failed.Scope.ACCOUNT
        : Failed.Scope.MODEL;
  }

  private String code(ErrorContent error) {
    return error.words().stream().filter(table::knows).findFirst().orElse("");
  }

  /// The refusal for the client. It holds the provider's own words, redacted, if they are JSON; a
  /// page of a proxy on the way is no JSON, and is replaced by the gateway's words.
  private Failed refused(int status, ErrorContent error, Objection objection) {
    if (error.json()) {
      String body = redaction.json(error.text());
      return new Failed.Refused(status, "application/json", body, objection);
    }
    String decisive = error.message().isEmpty() ? error.text() : error.message();
    String message = shown(decisive, "the provider answered with HTTP " + status);
    String envelope =
        "{\"error\":{\"message\":"
            + JsonStrings.quote(message)
            + ",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}";
    return new Failed.Refused(status, "application/json", envelope, objection);
  }
}
