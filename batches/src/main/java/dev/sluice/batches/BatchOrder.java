package dev.sluice.batches;

import java.util.Map;

/// What a client has asked for with a batch.
///
/// @param api the API by which it was asked for
/// @param team the owner: only callers of the same see the batch
/// @param key the id of the key whose calls the lines are; empty for a gateway without keys
/// @param endpoint the path of all lines, such as `/v1/chat/completions`
/// @param input the id of the file of lines
/// @param outputLife how long the files of results live, in milliseconds; 0 for as long as others
/// @param metadata the client's own words
/// @param headers what of the request's headers counts for each line, by lower-case name
public record BatchOrder(
    ClientApi api,
    String team,
    String key,
    String endpoint,
    String input,
    long outputLife,
    Map<String, String> metadata,
    Map<String, String> headers) {
  public BatchOrder {
    metadata = Map.copyOf(metadata);
    headers = Map.copyOf(headers);
  }

  /// An order by OpenAI's API.
  public BatchOrder(
      String team,
      String key,
      String endpoint,
      String input,
      long outputLife,
      Map<String, String> metadata,
      Map<String, String> headers) {
    this(ClientApi.OPENAI, team, key, endpoint, input, outputLife, metadata, headers);
  }
}
