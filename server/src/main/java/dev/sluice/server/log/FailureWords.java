package dev.sluice.server.log;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.server.dialect.ApiErrors;
import java.util.Optional;

/// Says why a call has failed, in the gateway's words: those of a provider may repeat a prompt.
/// Pure functions.
final class FailureWords {
  private static final int LONGEST_CODE = 64;

  private FailureWords() {}

  /// The reason, as a sentence.
  static String message(Failed why) {
    return switch (why) {
      case Failed.Refused r -> "the provider answered " + r.status() + " to this request";
      case Failed.Invalid i when i.code().equals("insufficient_quota") ->
          "what the account that the call has chosen may use is used up";
      default -> ApiErrors.of(why.inOurWords()).message();
    };
  }

  /// The status of the provider's answer that was the reason; 0 where there was none.
  static int status(Failed why, Optional<Head> head) {
    return isAnswer(why) ? head.map(Head::status).orElse(0) : 0;
  }

  private static boolean isAnswer(Failed why) {
    return switch (why) {
      case Failed.Throttled _, Failed.AccountThrottled _, Failed.Overloaded _ -> true;
      case Failed.Exhausted _, Failed.CredentialRefused _, Failed.Refused _ -> true;
      case Failed.BadAnswer _ -> true;
      default -> false;
    };
  }

  /// The provider's code, where it is one that is known; else empty.
  static String code(Failed why) {
    return switch (why) {
      case Failed.Exhausted e -> word(e.code());
      case Failed.CredentialRefused c -> word(c.code());
      default -> "";
    };
  }

  /// A code is a word; anything else may be more.
  private static String word(String code) {
    return code.length() <= LONGEST_CODE && code.matches("[A-Za-z0-9_.-]+") ? code : "";
  }
}
