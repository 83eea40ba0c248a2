package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.Block;
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
  void write(Block.ToolResult result, String name, List<Block> rest) {
    List<Block> beside =
        result.content().stream().filter(block -> !(block instanceof Block.Text)).toList();
    out.open('{').name("functionResponse").open('{').field("name", name);
    out.name("response").open('{').name(result.failed() ? "error" : "output");
    out.joined(words(result), "\n");
    out.close('}');
    beside(beside, name, rest);
    out.close('}').close('}');
  }

  private void beside(List<Block> blocks, String name, List<Block> rest) {
    if (media && !blocks.isEmpty()) {
      out.name("parts").open('[');
      blocks.forEach(parts::write);
      out.close(']');
    } else {
      blocks.forEach(block -> afterwards(block, name, rest));
    }
  }

  private static void afterwards(Block block, String name, List<Block> rest) {
    String what = block instanceof Block.Image ? "Image" : "Document";
    rest.add(new Block.Text(what + " from the function " + name + ":", block.place()));
    rest.add(block);
  }

  private static List<String> words(Block.ToolResult result) {
    return result.content().stream()
        .filter(Block.Text.class::isInstance)
        .map(block -> ((Block.Text) block).text())
        .toList();
  }
}
