package dev.sluice.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.json.SourcePath;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An encoder of images and documents, up to their end.
record AnthropicMediaEncoder(JsonOutput out) {
  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
  private static final String PDF = "application/pdf";

  /// Writes an image up to its end.
  ///
  /// @return the image's mark of the cache
  @Nullable String image(ContentBlock.Image image) {
    out.open('{').field("type", "image").name("source").open('{');
    imageSource(image);
    out.close('}');
    return image.cache();
  }

  private void imageSource(ContentBlock.Image image) {
    switch (image.source()) {
      case Source.Inline inline when IMAGES.contains(inline.mediaType()) -> inline(inline);
      case Source.Url url -> out.field("type", "url").field("url", url.url());
      case Source.Inline inline ->
          throw unfit(image.place(), "images of the type " + inline.mediaType());
      case Source.Plain _, Source.File _ ->
          throw unfit(image.place(), "files that another provider holds");
    }
  }

  /// Writes a document up to its end.
  ///
  /// @return the document's mark of the cache
  @Nullable String document(ContentBlock.Document document) {
    out.open('{').field("type", "document").name("source").open('{');
    documentSource(document);
    out.close('}');
    if (!document.title().isEmpty()) {
      out.field("title", document.title());
    }
    return document.cache();
  }

  private void documentSource(ContentBlock.Document document) {
    switch (document.source()) {
      case Source.Inline inline when inline.mediaType().equals(PDF) -> inline(inline);
      case Source.Inline inline when inline.mediaType().startsWith("text/") ->
          plain(new String(Base64.getDecoder().decode(inline.base64()), UTF_8));
      case Source.Plain plain -> plain(plain.text());
      case Source.Url url -> out.field("type", "url").field("url", url.url());
      case Source.Inline inline ->
          throw unfit(document.place(), "documents of the type " + inline.mediaType());
      case Source.File _ -> throw unfit(document.place(), "files that another provider holds");
    }
  }

  private void inline(Source.Inline inline) {
    out.field("type", "base64").field("media_type", inline.mediaType());
    out.field("data", inline.base64());
  }

  private void plain(String text) {
    out.field("type", "text").field("media_type", "text/plain").field("data", text);
  }

  private static Untranslatable unfit(SourcePath place, String what) {
    return new Untranslatable(place, "this target takes no " + what);
  }
}
