package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.DataUrl;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;

/// An encoder of a message's `content`: a string where there is one text, else a list of parts.
///
/// @param stringsOnly whether the target takes no list of texts
record ChatContentEncoder(JsonOutput out, boolean stringsOnly) {
  private static final String JOINT = "\n\n";

  void encode(List<? extends ContentBlock> blocks) {
    out.name("content");
    if (areTexts(blocks) && (blocks.size() == 1 || stringsOnly)) {
      joined(blocks, JOINT);
      return;
    }
    out.open('[');
    blocks.forEach(this::part);
    out.close(']');
  }

  private static boolean areTexts(List<? extends ContentBlock> blocks) {
    for (ContentBlock block : blocks) {
      if (!(block instanceof ContentBlock.Text)) {
        return false;
      }
    }
    return true;
  }

  /// Writes the content of a result as one string, since few servers take more from a tool.
  void result(List<ContentBlock> texts) {
    out.name("content");
    joined(texts, "\n");
  }

  private void joined(List<? extends ContentBlock> texts, String joint) {
    out.joined(texts.stream().map(text -> ((ContentBlock.Text) text).text()).toList(), joint);
  }

  private void part(ContentBlock block) {
    switch (block) {
      case ContentBlock.Text text -> out.open('{').field("type", "text").field("text", text.text());
      case ContentBlock.Image image -> image(image);
      case ContentBlock.Document document -> document(document);
      case ContentBlock.Audio audio -> audio(audio);
      default ->
          throw new Untranslatable(block.place(), "this target has no form for such a block");
    }
    out.close('}');
  }

  private void image(ContentBlock.Image image) {
    out.open('{').field("type", "image_url").name("image_url").open('{');
    switch (image.source()) {
      case Source.Inline inline -> DataUrl.write(out.name("url"), inline);
      case Source.Url url -> out.field("url", url.url());
      default ->
          throw new Untranslatable(
              image.place().path() + ".source", "a file that another provider holds");
    }
    out.close('}');
  }

  private void audio(ContentBlock.Audio audio) {
    String format =
        switch (audio.source().mediaType()) {
          case "audio/wav", "audio/x-wav" -> "wav";
          case "audio/mp3", "audio/mpeg" -> "mp3";
          default -> throw new Untranslatable(audio.place(), "this target takes wav and mp3 alone");
        };
    out.open('{').field("type", "input_audio").name("input_audio").open('{');
    out.field("data", audio.source().base64()).field("format", format).close('}');
  }

  private void document(ContentBlock.Document document) {
    switch (document.source()) {
      case Source.Inline inline -> file(document, inline);
      case Source.Plain plain ->
          out.open('{').field("type", "text").field("text", titled(document, plain.text()));
      default ->
          throw new Untranslatable(
              document.place().path() + ".source",
              "this target takes documents by their bytes, not by URL or a file's id");
    }
  }

  private void file(ContentBlock.Document document, Source.Inline inline) {
    String title = document.title();
    out.open('{').field("type", "file").name("file").open('{');
    out.field("filename", title.isEmpty() ? "document.pdf" : title);
    DataUrl.write(out.name("file_data"), inline).close('}');
  }

  private static String titled(ContentBlock.Document document, String text) {
    return document.title().isEmpty() ? text : document.title() + JOINT + text;
  }
}
