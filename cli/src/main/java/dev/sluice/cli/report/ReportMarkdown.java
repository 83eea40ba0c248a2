package dev.sluice.cli.report;

/// Writes a report as a Markdown document.
final class ReportMarkdown {
  private ReportMarkdown() {}

  static String of(ReportDocument report) {
    var text = new StringBuilder("# Traffic report\n\n");
    text.append("**").append(Plain.markdown(report.summary())).append("**\n\n");
    origin(text, report);
    text.append("| metric | current | target | status | advice |\n|---|---|---|---|---|\n");
    report.rows().forEach(row -> add(text, row));
    text.append("\n## Findings\n\n");
    if (report.troubles().isEmpty()) {
      text.append("None.\n");
    }
    report.troubles().forEach(trouble -> add(text, trouble));
    return text.toString();
  }

  private static void origin(StringBuilder text, ReportDocument report) {
    text.append("- Gateway: ").append(Plain.markdown(report.instance())).append('\n');
    if (!report.cluster().isEmpty()) {
      text.append("- Cluster: ").append(Plain.markdown(report.cluster())).append('\n');
    }
    text.append("- Window: ").append(report.window());
    text.append(" (").append(report.size()).append(")\n\n");
  }

  private static void add(StringBuilder text, ReportDocument.Row row) {
    for (String cell :
        new String[] {row.title(), row.current(), row.target(), row.status(), row.remark()}) {
      text.append("| ").append(Plain.markdown(cell)).append(' ');
    }
    text.append("|\n");
  }

  private static void add(StringBuilder text, ReportDocument.Trouble trouble) {
    text.append("- **").append(Plain.markdown(trouble.target())).append("** (");
    text.append(Plain.markdown(trouble.cause())).append("): ");
    text.append(Plain.markdown(trouble.problem())).append(". Remedy: ");
    text.append(Plain.markdown(trouble.remedy())).append(".\n");
  }
}
