package dev.sluice.server.log;

import dev.sluice.api.ApiError;
import dev.sluice.api.ApiErrors;
import dev.sluice.api.ProviderError;
import dev.sluice.api.head.Dialects;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.request.Operation;
import dev.sluice.report.history.ClientError;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The gateway's words for why a call has failed: those of a provider may repeat a prompt. Pure
/// functions.
public final class FailureWords {
  private static final int LONGEST_CODE = 64;
  private static final Pattern COMPOUND = Pattern.compile("[A-Za-z0-9]+(_[A-Za-z0-9]+)+");

  private FailureWords() {}

  /// The error that the client of a call was told, with the reason in the gateway's words; empty
  /// where the client has left, and was told nothing.
  public static Optional<ClientError> told(Operation operation, Failed why) {
    ApiError error = error(operation, why);
    // A refusal passes in the provider's words, with its code, which may be a word of the prompt.
    boolean own = why instanceof Failed.Refused refused && ApiErrors.inItsOwnWords(refused);
    String code = own ? code(why) : error.code();
    return why instanceof Failed.Cancelled
        ? Optional.empty()
        : Optional.of(new ClientError(error.status(), code, message(why)));
  }

  /// The error that the client of a call was told.
  static ApiError error(Operation operation, Failed why) {
    return Dialects.of(operation).fitted(ApiErrors.of(why));
  }

  /// The reason of a failure, as a sentence.
  static String message(Failed why) {
    return switch (why) {
      case Failed.Refused r -> "the provider answered " + r.status() + " to this request";
      case Failed.Invalid i when i.code().equals("insufficient_quota") ->
          "what the account that the call has chosen may use is used up";
      default -> ApiErrors.of(why.inOurWords()).message();
    };
  }

  /// The provider's own error text, as the client was told it: keys and addresses are hidden in it.
  /// A refused key has no text, which may hold the key.
  static String upstream(Failed why) {
    return switch (why) {
      case Failed.Throttled t -> t.message();
      case Failed.AccountThrottled t -> t.message();
      case Failed.Overloaded o -> o.message();
      case Failed.Exhausted e -> e.message();
      case Failed.Refused r -> ProviderError.of(r).map(ProviderError::message).orElse("");
      default -> "";
    };
  }

  /// The status of the provider's answer that was the reason; 0 where there was none. A refusal may
  /// have come without a head that passes on, and knows its status itself.
  static int status(Failed why, Optional<Head> head) {
    int passed = head.map(Head::status).orElse(0);
    return switch (why) {
      case Failed.Throttled _, Failed.AccountThrottled _, Failed.Overloaded _ -> passed;
      case Failed.BadAnswer _ -> passed;
      case Failed.Exhausted e -> passed > 0 ? passed : e.status();
      case Failed.CredentialRefused c -> passed > 0 ? passed : c.status();
      case Failed.Refused r -> passed > 0 ? passed : r.status();
      default -> 0;
    };
  }

  /// The provider's error code where the gateway knows it; else empty.
  static String code(Failed why) {
    return switch (why) {
      case Failed.Exhausted e -> word(e.code());
      case Failed.CredentialRefused c -> word(c.code());
      case Failed.Refused r -> ProviderError.of(r).map(FailureWords::code).orElse("");
      default -> "";
    };
  }

  /// The provider's error code where it looks like one. Of a code that the gateway does not know
  /// only a compound is believed, as `context_length_exceeded` is: a word alone may be of the
  /// prompt.
  private static String code(ProviderError said) {
    return Stream.of(said.code(), said.status(), said.type())
        .map(FailureWords::word)
        .filter(code -> COMPOUND.matcher(code).matches())
        .findFirst()
        .orElse("");
  }

  /// A code is a word; anything else may be more.
  private static String word(String code) {
    return code.length() <= LONGEST_CODE && code.matches("[A-Za-z0-9_.-]+") ? code : "";
  }
}
