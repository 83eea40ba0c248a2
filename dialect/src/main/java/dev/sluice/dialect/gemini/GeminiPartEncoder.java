package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.Locale;

/// An encoder of the parts that the user may show.
record GeminiPartEncoder(JsonOutput out) {
  /// Whether a block says nothing.
  static boolean isEmpty(ContentBlock block) {
    return switch (block) {
      case ContentBlock.Text text -> text.text().isEmpty();
      case ContentBlock.Declined refusal -> refusal.text().isEmpty();
      default -> false;
    };
  }

  void write(ContentBlock block) {
    switch (block) {
      case ContentBlock.Text text -> text(text.text());
      case ContentBlock.Declined refusal -> text(refusal.text());
      case ContentBlock.Search search -> text(search.told());
      case ContentBlock.Image image -> source(image.source(), "", image.place());
      case ContentBlock.Audio audio -> inline(audio.source());
      case ContentBlock.Document document ->
          source(document.source(), document.title(), document.place());
      default ->
          throw new Untranslatable(block.place(), "this target has no form for such a block");
    }
  }

  void text(String text) {
    out.open('{').field("text", text).close('}');
  }

  private void source(Source source, String title, SourcePath place) {
    switch (source) {
      case Source.Inline inline -> inline(inline);
      case Source.Url url -> file(url.url());
      case Source.Plain plain ->
          text(title.isEmpty() ? plain.text() : title + "\n\n" + plain.text());
      case Source.File _ ->
          throw new Untranslatable(place, "this target takes no files that another provider holds");
    }
  }

  private void inline(Source.Inline inline) {
    out.open('{').name("inlineData").open('{').field("mimeType", inline.mediaType());
    out.field("data", inline.base64()).close('}').close('}');
  }

  private void file(String url) {
    out.open('{').name("fileData").open('{');
    String type = type(url);
    if (!type.isEmpty()) {
      out.field("mimeType", type);
    }
    out.field("fileUri", url).close('}').close('}');
  }

  /// The media type that the ending of an address tells; empty where it tells none.
  private static String type(String url) {
    String path = url.replaceFirst("[?#].*", "");
    return switch (path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "png" -> "image/png";
      case "jpg", "jpeg" -> "image/jpeg";
      case "gif" -> "image/gif";
      case "webp" -> "image/webp";
      case "pdf" -> "application/pdf";
      default -> "";
    };
  }
}
