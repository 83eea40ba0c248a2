package dev.sluice.provider.auth;

import dev.sluice.call.Head;
import java.util.List;
import java.util.Set;

/// Whether a refusal means that a credential is over, revoked, or dated wrongly, so that another
/// one may be accepted; a credential that may not do what it was used for is no better for being
/// fetched anew. Pure functions.
final class RefusalWords {
  private static final int UNAUTHORIZED = 401;
  private static final Set<Integer> AWS_STATUSES = Set.of(400, 403);

  /// The words of AWS, which answers 403 for both, and at times 400. They stand in a header or in
  /// the body.
  private static final List<String> AWS =
      List.of(
          "ExpiredToken",
          "UnrecognizedClient",
          "InvalidClientTokenId",
          "InvalidSignature",
          "SignatureDoesNotMatch",
          "RequestExpired",
          "RequestTimeTooSkewed",
          "security token included in the request is",
          "Signature expired",
          "Signature not yet current");

  private RefusalWords() {}

  static boolean mean(Head head, String body) {
    if (head.status() == UNAUTHORIZED) {
      return true;
    }
    if (!AWS_STATUSES.contains(head.status())) {
      return false;
    }
    String type = head.headers().getOrDefault("x-amzn-errortype", "");
    return AWS.stream().anyMatch(word -> type.contains(word) || body.contains(word));
  }
}
