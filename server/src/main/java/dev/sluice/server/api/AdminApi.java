package dev.sluice.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.report.Reporter;
import dev.sluice.server.admin.AdminPages.Source;
import dev.sluice.server.admin.AdminPages.StorePage;
import dev.sluice.server.admin.Page;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The paths below `/admin/v1`, which only read. Safe for any thread.
public final class AdminApi implements Source {
  private static final Duration REPORT = Duration.ofMinutes(5);
  private static final Duration SERIES = Duration.ofMinutes(15);

  private final Map<String, Answer> answers = new LinkedHashMap<>();

  /// The maker of the answer to one question about the gateway.
  @FunctionalInterface
  private interface Answer {
    JsonNode to(Query query) throws BadQuery;
  }

  private final Reporter reporter;
  private final Source others;

  /// @param cluster how this process stands in its cluster, if it is in one; never waits
  /// @param others what is read beside these
  public AdminApi(Reporter reporter, Supplier<Optional<ObjectNode>> cluster, Source others) {
    this.reporter = reporter;
    this.others = others;
    answers.put("/admin/v1/report", query -> report(reporter, cluster.get(), query));
    answers.put("/admin/v1/series", query -> series(reporter, query));
    answers.put(
        "/admin/v1/calls",
        query -> CallsJson.of(reporter.windows().history(), reporter.wall(), query));
    answers.put("/admin/v1/targets", query -> targets(reporter, query));
    answers.put("/admin/v1/queue", query -> queue(reporter, query));
  }

  private static JsonNode report(Reporter reporter, Optional<ObjectNode> cluster, Query query)
      throws BadQuery {
    query.only("window");
    ObjectNode json =
        ReportJson.of(reporter.report(query.window(REPORT, reporter.windows().longest())));
    cluster.ifPresent(status -> json.set("cluster", status));
    return json;
  }

  private static JsonNode series(Reporter reporter, Query query) throws BadQuery {
    query.only("window", "target");
    return SeriesJson.of(
        reporter, query.window(SERIES, reporter.windows().longest()), query.text("target"));
  }

  private static JsonNode targets(Reporter reporter, Query query) throws BadQuery {
    query.only("window");
    return TargetsJson.of(
        reporter.report(query.window(REPORT, reporter.windows().longest())),
        reporter.stats().latencies());
  }

  private static JsonNode queue(Reporter reporter, Query query) throws BadQuery {
    query.only("window");
    return QueueJson.of(reporter, query.window(REPORT, reporter.windows().longest()));
  }

  @Override
  public Optional<Supplier<Page>> at(String path, Map<String, List<String>> query) {
    Answer answer = answers.get(path);
    if (answer == null) {
      return others.at(path, query);
    }
    Supplier<Page> page = () -> page(answer, query);
    StorePage asked = page::get;
    return Optional.of(isStored(new Query(query)) ? asked : page);
  }

  /// Whether a window goes back so far that the store is asked.
  private boolean isStored(Query query) {
    try {
      Duration window = query.window(SERIES, reporter.windows().longest());
      return reporter.windows().isStored(window, reporter.clock().nanos());
    } catch (BadQuery e) {
      return false;
    }
  }

  @Override
  public String paths() {
    return (String.join(" ", answers.keySet()) + " " + others.paths()).strip();
  }

  private static Page page(Answer answer, Map<String, List<String>> query) {
    try {
      return Page.json(answer.to(new Query(query)) + "\n");
    } catch (BadQuery e) {
      return Page.line(400, String.valueOf(e.getMessage()));
    }
  }
}
