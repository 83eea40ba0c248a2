package dev.sluice.server.batches;

import dev.sluice.api.ApiError;
import dev.sluice.api.anthropic.AnthropicDialect;
import dev.sluice.batches.Ending;
import dev.sluice.batches.ResultReader;
import dev.sluice.batches.ResultReader.Result;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// The results of a batch in the form of Anthropic's API, made of the files of results while these
/// are read. For one thread.
///
/// ```text
/// {"custom_id":"a","result":{"type":"succeeded","message":{...}}}
/// ```
final class MessageResults {
  private static final int BAD = 400;
  private static final String SUCCEEDED = "{\"type\":\"succeeded\",\"message\":";
  private static final String ERRORED = "{\"type\":\"errored\",\"error\":";
  private static final AnthropicDialect DIALECT = AnthropicDialect.INSTANCE;
  private static final Set<String> OF_KEYS =
      Set.of(Ending.KEY_REVOKED.code(), Ending.KEY_EXPIRED.code());

  private final AnswerBlocks out;

  MessageResults(AnswerBlocks out) {
    this.out = out;
  }

  /// Adds the results of a file.
  void add(ResultReader from) throws IOException, InterruptedException {
    while (from.next()) {
      add(from, from.line());
    }
  }

  private void add(ResultReader from, Result line) throws IOException, InterruptedException {
    out.write("{\"custom_id\":");
    out.write(line.customId());
    out.write(",\"result\":");
    if (line.isAnswered()) {
      out.write(line.status() < BAD ? SUCCEEDED : ERRORED);
      from.body(out::write);
      out.write("}}\n");
    } else {
      out.write(result(line) + "}\n");
    }
  }

  private static String result(Result line) {
    String code = line.code();
    if (code.equals(Ending.EXPIRED.code())) {
      return "{\"type\":\"expired\"}";
    }
    return code.equals(Ending.CANCELLED.code())
        ? "{\"type\":\"canceled\"}"
        : ERRORED + error(line.id(), code, line.message()) + "}";
  }

  private static String error(String id, String code, String message) {
    boolean ofKey = OF_KEYS.contains(code);
    var error =
        new ApiError(
            ofKey ? 403 : 500,
            ApiError.PERMISSION,
            code,
            Optional.empty(),
            message,
            false,
            Optional.empty());
    return DIALECT.error(DIALECT.fitted(error), id);
  }
}
