package dev.sluice.server.batches;

import dev.sluice.batches.delegate.RemoteBatch;
import dev.sluice.batches.delegate.RemoteFailure;
import dev.sluice.batches.delegate.RemoteFailure.Kind;
import dev.sluice.dialect.json.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A search for a batch of which nobody knows whether Anthropic has made it, by the name of its
/// first line. The list of batches tells no names: one of the right time and size that has ended is
/// looked into, and of one that runs, and is not known, it cannot be told whether it is the one.
/// All are looked at before that is said. For one thread.
final class AnthropicSearch {
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 100;
  private static final int MISSPELT = 64;

  /// How far the provider's clock may be beside this one.
  private static final Duration SKEW = Duration.ofMinutes(10);

  /// How long a request for a batch is on its way at most, its answer included.
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

  /// How long a running batch that may be the sought one is not looked at again.
  private static final Optional<Duration> LOOK_AGAIN = Optional.of(Duration.ofMinutes(1));

  private final BatchApiHttp http;
  private final String path;
  private final FirstNames known;
  private final String beginning;
  private final int lines;
  private final Instant oldest;
  private final Instant newest;

  /// Why nobody knows whether the batch was made; null where that is known.
  private @Nullable RemoteFailure unknown;

  /// @param path of the list of batches
  /// @param known what is known of them
  /// @param mark with which the names of its lines begin
  /// @param lines how many it has at most
  /// @param since when it was asked for, in milliseconds since 1970 in UTC
  AnthropicSearch(
      BatchApiHttp http, String path, FirstNames known, String mark, int lines, long since) {
    Instant asked = Instant.ofEpochMilli(since);
    this.http = http;
    this.path = path;
    this.known = known;
    this.beginning = mark + "-";
    this.lines = lines;
    this.oldest = asked.minus(SKEW);
    this.newest = asked.plus(ON_ITS_WAY).plus(SKEW);
  }

  /// The batch; empty where there is none.
  ///
  /// @throws RemoteFailure as unknown where there may be one
  Optional<RemoteBatch> find() throws RemoteFailure, InterruptedException {
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      String query = "?limit=" + PAGE + (after.isEmpty() ? "" : "&after_id=" + after);
      JsonNode list = RemoteJson.tree(RemoteAnthropicBatches.LIST, http.get(path + query));
      List<JsonNode> all = list.children("data");
      for (JsonNode one : all) {
        if (made(one).filter(at -> at.isBefore(oldest)).isPresent()) {
          return none();
        }
        RemoteBatch batch = RemoteAnthropicBatches.batch(one);
        if (isTheOne(batch, one)) {
          return Optional.of(batch);
        }
      }
      if (all.isEmpty() || !list.isTrue("has_more")) {
        return none();
      }
      after = RemoteJson.name(all.getLast().string("id"));
    }
    throw unknown("the provider has more than %d batches since".formatted(PAGE * MOST_PAGES));
  }

  private Optional<RemoteBatch> none() throws RemoteFailure {
    if (unknown != null) {
      throw unknown;
    }
    return Optional.empty();
  }

  private static RemoteFailure unknown(String why) {
    return new RemoteFailure(
        Kind.UNKNOWN,
        "whether a batch that was asked for was made is not known yet: " + why,
        LOOK_AGAIN);
  }

  private boolean isCandidate(JsonNode batch) {
    return total(batch) <= lines && made(batch).filter(at -> at.isAfter(newest)).isEmpty();
  }

  private static Optional<Instant> made(JsonNode batch) {
    String said = batch.string("created_at", "");
    try {
      return said.length() > MISSPELT ? Optional.empty() : Optional.of(Instant.parse(said));
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }

  private static long total(JsonNode batch) {
    JsonNode counts = batch.get("request_counts");
    return counts == null
        ? 0
        : counts.children().stream().mapToLong(count -> counts.number(count.name(), 0)).sum();
  }

  private boolean isTheOne(RemoteBatch batch, JsonNode said) throws InterruptedException {
    String first = known.get(batch.id());
    if (first != null) {
      return first.startsWith(beginning);
    }
    if (!isCandidate(said)) {
      return false;
    }
    if (!batch.ended()) {
      unknown = unknown("%s may be it, and has not ended".formatted(batch.id()));
      return false;
    }
    return firstName(batch.id()).startsWith(beginning);
  }

  /// The name of the first line of a batch that has ended; empty where there is no such batch.
  private String firstName(String batch) throws InterruptedException {
    var first = new FirstName();
    try {
      http.beginning(path + "/" + batch + "/results", first);
      if (first.hasBegun()) {
        known.put(batch, first.name());
      } else {
        unknown = unknown("%s shows no results".formatted(batch));
      }
    } catch (RemoteFailure why) {
      if (why.kind() != Kind.MISSING) {
        unknown = unknown("%s cannot be looked into: %s".formatted(batch, why.getMessage()));
      }
    }
    return first.name();
  }
}
