package dev.sluice.server.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which part of a list is asked for.
///
/// @param query the parameters
/// @param after the last entry of the page before; empty for the first page
/// @param limit how many entries
record Cursor(Map<String, List<String>> query, String after, int limit) {

  /// Reads one of the parameters of a question.
  ///
  /// @param filters the parameters that there are beside `limit` and `after`
  public static Cursor of(
      Map<String, List<String>> query, List<String> filters, int usual, int most)
      throws ApiProblem {
    List<String> names = new ArrayList<>(List.of("limit", "after"));
    names.addAll(filters);
    for (var entry : query.entrySet()) {
      if (!names.contains(entry.getKey()) || entry.getValue().size() != 1) {
        throw ApiProblem.invalid(
            "each parameter is given once, and there are: " + String.join(", ", names));
      }
    }
    return new Cursor(query, one(query, "after"), limit(one(query, "limit"), usual, most));
  }

  private static String one(Map<String, List<String>> query, String name) {
    return query.getOrDefault(name, List.of("")).getFirst();
  }

  private static int limit(String text, int usual, int most) throws ApiProblem {
    boolean number = text.matches("[1-9]\\d{0,5}") && Integer.parseInt(text) <= most;
    if (!text.isEmpty() && !number) {
      throw ApiProblem.invalid("limit must be a whole number from 1 to " + most);
    }
    return text.isEmpty() ? usual : Integer.parseInt(text);
  }

  /// The parameter `after` as a number; 0 where it is not given.
  long number() throws ApiProblem {
    if (!after.matches("\\d{0,18}")) {
      throw ApiProblem.invalid("after must be the `next` of the page before");
    }
    return after.isEmpty() ? 0 : Long.parseLong(after);
  }

  /// Whether a filter asks for `value`, or asks for nothing.
  boolean wants(String filter, String value) {
    return of(filter).isEmpty() || of(filter).equals(value);
  }

  /// Whether a filter is given, if only as nothing.
  public boolean has(String filter) {
    return query.containsKey(filter);
  }

  /// The value that a filter asks for; empty for everything.
  public String of(String filter) {
    return one(query, filter);
  }

  /// The page of a list that is sorted by `id`.
  <T> ObjectNode page(
      String name, Stream<T> sorted, Function<T, String> id, Function<T, ObjectNode> tree) {
    List<T> rest =
        sorted.filter(entry -> id.apply(entry).compareTo(after) > 0).limit(limit + 1L).toList();
    ObjectNode page = AccountsJson.object();
    ArrayNode entries = page.putArray(name);
    rest.stream().limit(limit).map(tree).forEach(entries::add);
    next(page, rest, id);
    return page;
  }

  /// Tells where the next page begins; null after the last one.
  ///
  /// @param found the entries of this page, and one more where there are more
  <T> void next(ObjectNode page, List<T> found, Function<T, String> id) {
    if (found.size() > limit) {
      page.put("next", id.apply(found.get(limit - 1)));
    } else {
      page.putNull("next");
    }
  }
}
