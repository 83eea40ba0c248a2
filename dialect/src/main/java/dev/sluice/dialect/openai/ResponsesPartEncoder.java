package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.hub.ContentBlock.Source;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.DataUrl;
import dev.sluice.dialect.rule.Untranslatable;
import java.util.List;

/// An encoder of what a user says or a tool returns: a string where there is one text, else a list
/// of parts.
record ResponsesPartEncoder(JsonOutput out) {
  private static final String JOINT = "\n\n";

  void content(List<? extends ContentBlock> blocks) {
    if (blocks.size() == 1 && blocks.getFirst() instanceof ContentBlock.Text text) {
      out.string(text.text());
      return;
    }
    out.open('[');
    blocks.forEach(this::part);
    out.close(']');
  }

  private void part(ContentBlock block) {
    switch (block) {
      case ContentBlock.Text text -> text(text.text());
      case ContentBlock.Image image -> image(image);
      case ContentBlock.Document document -> document(document);
      default ->
          throw new Untranslatable(block.place(), "this target has no form for such a block");
    }
    out.close('}');
  }

  private void text(String text) {
    out.open('{').field("type", "input_text").field("text", text);
  }

  private void image(ContentBlock.Image image) {
    out.open('{').field("type", "input_image");
    switch (image.source()) {
      case Source.Inline inline -> DataUrl.write(out.name("image_url"), inline);
      case Source.Url url -> out.field("image_url", url.url());
      default -> throw held(image);
    }
  }

  private void document(ContentBlock.Document document) {
    String title = document.title();
    switch (document.source()) {
      case Source.Inline inline -> inline(title, inline);
      case Source.Plain plain ->
          text(title.isEmpty() ? plain.text() : title + JOINT + plain.text());
      case Source.Url url -> file().field("file_url", url.url());
      case Source.File _ -> throw held(document);
    }
  }

  private void inline(String title, Source.Inline source) {
    file().field("filename", title.isEmpty() ? "document.pdf" : title).name("file_data");
    DataUrl.write(out, source);
  }

  private JsonOutput file() {
    return out.open('{').field("type", "input_file");
  }

  private static Untranslatable held(ContentBlock block) {
    return new Untranslatable(
        block.place().path() + ".source", "a file that another provider holds");
  }
}
