package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.ContentBlock;
import dev.sluice.dialect.json.JsonOutput;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.ModelFacts.Limit;
import java.util.List;

/// A writer of what functions have returned. Media stand beside the words where the model takes
/// them there; else the user shows them afterwards, each behind a line that says which function it
/// is from.
final class FunctionResponses {
  private final JsonOutput out;
  private final GeminiPartEncoder parts;
  private final boolean media;

  FunctionResponses(JsonOutput out, GeminiPartEncoder parts, ModelFacts facts) {
    this.out = out;
    this.parts = parts;
    media = !facts.equals(ModelFacts.UNKNOWN) && !facts.refuses(Limit.RESULT_MEDIA);
  }

  /// Writes one result.
  ///
  /// @param rest the list that takes what the user is to show afterwards
  void write(ContentBlock.ToolResult result, String name, List<ContentBlock> rest) {
    List<ContentBlock> beside =
        result.content().stream().filter(block -> !(block instanceof ContentBlock.Text)).toList();
    out.open('{').name("functionResponse").open('{').field("name", name);
    out.name("response").open('{').name(result.failed() ? "error" : "output");
    out.joined(words(result), "\n");
    out.close('}');
    beside(beside, name, rest);
    out.close('}').close('}');
  }

  private void beside(List<ContentBlock> blocks, String name, List<ContentBlock> rest) {
    if (media && !blocks.isEmpty()) {
      out.name("parts").open('[');
      blocks.forEach(parts::write);
      out.close(']');
    } else {
      blocks.forEach(block -> afterwards(block, name, rest));
    }
  }

  private static void afterwards(ContentBlock block, String name, List<ContentBlock> rest) {
    String what = block instanceof ContentBlock.Image ? "Image" : "Document";
    rest.add(new ContentBlock.Text(what + " from the function " + name + ":", block.place()));
    rest.add(block);
  }

  private static List<String> words(ContentBlock.ToolResult result) {
    return result.content().stream()
        .filter(ContentBlock.Text.class::isInstance)
        .map(block -> ((ContentBlock.Text) block).text())
        .toList();
  }
}
