package dev.sluice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Writes the trees of applications that use Jackson. Needs no more of Jackson than its core.
final class JsonTree {
  /// Leaves no buffer with the application's threads, which would keep our classes with it.
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();

  private JsonTree() {}

  static byte[] bytes(TreeNode tree) {
    var written = new ByteArrayOutputStream();
    try (JsonParser in = tree.traverse();
        JsonGenerator out = JSON.createGenerator(written)) {
      in.nextToken();
      out.copyCurrentStructure(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("the tree cannot be written as JSON", e);
    }
    return written.toByteArray();
  }
}
