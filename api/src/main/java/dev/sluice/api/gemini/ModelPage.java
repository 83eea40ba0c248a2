package dev.sluice.api.gemini;

import dev.sluice.api.ApiError;
import dev.sluice.api.TargetQuery;
import java.util.Optional;

/// The page of the list of models that a client asks for.
///
/// @param size how many models it holds at most
/// @param from how many stand before it; written in the token for the next page
record ModelPage(int size, int from) {
  /// How many models a page has at most, as at Google; a client that names no size gets as many.
  private static final int SIZE_MAX = 1000;

  private static final String SIZE = "pageSize";
  private static final String TOKEN = "pageToken";

  /// The page that a question without a fault asks for.
  static ModelPage of(String target) {
    TargetQuery query = TargetQuery.of(target);
    int size = number(query, SIZE).orElse(0);
    return new ModelPage(
        size == 0 ? SIZE_MAX : Math.min(size, SIZE_MAX), number(query, TOKEN).orElse(0));
  }

  /// Finds the fault of a question for a page; empty for none.
  static Optional<ApiError> fault(String target) {
    TargetQuery query = TargetQuery.of(target);
    if (number(query, SIZE).isEmpty()) {
      return Optional.of(wrong(SIZE + " must be a whole number, 1 to " + SIZE_MAX));
    }
    return number(query, TOKEN).isEmpty()
        ? Optional.of(wrong(TOKEN + " must be the nextPageToken of an earlier page"))
        : Optional.empty();
  }

  private static ApiError wrong(String message) {
    return ApiError.request(400, "invalid_value", message);
  }

  /// Reads a number: zero where there is none; empty where the text is no number.
  private static Optional<Integer> number(TargetQuery query, String name) {
    String text = query.get(name);
    if (text == null || text.isEmpty()) {
      return Optional.of(0);
    }
    return text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
