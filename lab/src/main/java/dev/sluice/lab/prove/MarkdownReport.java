package dev.sluice.lab.prove;

import java.util.List;
import java.util.stream.Collectors;

/// The result as a Markdown document.
final class MarkdownReport {
  private MarkdownReport() {}

  static String of(Result result) {
    return """
    # %s

    %s

    | | SDK alone | Sluice | change | target | verdict |
    |---|--:|--:|--:|---|---|
    %s
    ## What is compared

    %s
    ## What would make it unfair

    %s\
    """
        .formatted(
            ReportSentences.TITLE,
            ReportSentences.setting(result),
            rows(result),
            list(ReportSentences.method(result.options().workload())),
            list(ReportSentences.fairness()));
  }

  private static String rows(Result result) {
    return result.rows().stream().map(MarkdownReport::row).collect(Collectors.joining());
  }

  private static String row(ComparedFigure row) {
    return "| %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            row.name().strip(),
            row.unit().show(row.before()),
            row.unit().show(row.after()),
            row.changeText(),
            row.targetText(),
            row.verdict());
  }

  private static String list(List<String> sentences) {
    return sentences.stream().map(s -> "- " + s + "\n").collect(Collectors.joining());
  }
}
