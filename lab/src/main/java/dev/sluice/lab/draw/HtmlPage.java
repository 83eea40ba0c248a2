package dev.sluice.lab.draw;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// A page that needs nothing beside it.
public final class HtmlPage {
  private HtmlPage() {}

  /// Returns a page of these parts.
  public static String of(String title, String... parts) {
    return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>%1$s</title>
        <style>
        body { font: 14px/1.5 sans-serif; margin: 2em auto; max-width: 70em; }
        table { border-collapse: collapse; }
        th, td { padding: .2em .6em; text-align: left; border-bottom: 1px solid #ddd; }
        .BROKEN { color: #b00; font-weight: bold; }
        svg { background: #f6f6f6; }
        </style>
        <h1>%1$s</h1>
        %2$s
        </html>
        """
        .formatted(text(title), String.join("\n", parts));
  }

  /// Returns a table, in which a cell that says `BROKEN` is red.
  public static String table(List<String> heads, List<List<String>> rows) {
    return rows.stream()
        .map(row -> cells("td", row))
        .collect(joining("\n", "<table>\n" + cells("th", heads) + "\n", "\n</table>"));
  }

  private static String cells(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<%1$s class=\"%2$s\">%2$s</%1$s>".formatted(tag, text(cell)))
        .collect(joining("", "<tr>", "</tr>"));
  }

  /// Returns a list of these [items][#item].
  public static String list(List<String> items) {
    return items.stream().collect(joining("\n", "<ul>\n", "\n</ul>"));
  }

  public static String item(String text) {
    return "<li>" + text(text) + "</li>";
  }

  /// Returns an item of a list, in red.
  public static String brokenItem(String text) {
    return "<li class=\"BROKEN\">" + text(text) + "</li>";
  }

  /// Returns a text as it stands in a page.
  public static String text(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
