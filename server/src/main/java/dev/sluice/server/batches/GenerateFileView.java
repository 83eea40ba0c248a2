package dev.sluice.server.batches;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batches.Batch;
import dev.sluice.batches.file.StoredFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// Files in the form of Gemini's API.
final class GenerateFileView {
  private static final String LINES = "application/jsonl";
  private static final String UPLOADED = "UPLOADED";

  private GenerateFileView() {}

  /// A file.
  ///
  /// @param address of this gateway, as the client sees it; empty for a path alone
  static ObjectNode of(StoredFile file, String address) {
    ObjectNode tree = named(file.id(), address).put("displayName", file.name());
    boolean lines = file.purpose().startsWith("batch");
    tree.put("mimeType", lines ? LINES : "application/octet-stream");
    tree.put("sizeBytes", Long.toString(file.bytes()));
    String created = Instant.ofEpochMilli(file.created()).toString();
    tree.put("createTime", created).put("updateTime", created);
    tree.put("expirationTime", Instant.ofEpochMilli(file.expires()).toString());
    byte[] hash = file.sha256().getBytes(StandardCharsets.UTF_8);
    tree.put("sha256Hash", Base64.getEncoder().encodeToString(hash));
    return tree.put("state", "ACTIVE").put("source", UPLOADED);
  }

  /// The answers of a batch, as a file.
  static ObjectNode of(Batch batch, String address) {
    ObjectNode tree = named(batch.id(), address).put("mimeType", LINES);
    tree.put("createTime", Instant.ofEpochMilli(batch.times().ended()).toString());
    tree.put("downloadUri", uri(batch.id(), address) + ":download?alt=media");
    return tree.put("state", "ACTIVE").put("source", "GENERATED");
  }

  private static ObjectNode named(String id, String address) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", "files/" + id)
        .put("uri", uri(id, address));
  }

  private static String uri(String id, String address) {
    return address + "/v1beta/files/" + id;
  }

  /// A page.
  ///
  /// @param more whether there are older ones
  static String list(List<StoredFile> page, boolean more, String address) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ArrayNode files = tree.putArray("files");
    page.forEach(file -> files.add(of(file, address)));
    if (more) {
      tree.put("nextPageToken", page.getLast().id());
    }
    return tree.toString();
  }
}
