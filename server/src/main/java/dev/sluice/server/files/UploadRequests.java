package dev.sluice.server.files;

import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.NewFile;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.batches.file.StoredUpload;
import dev.sluice.batches.file.Uploads;
import dev.sluice.call.runtime.Clock;
import dev.sluice.server.edge.JsonBody;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import dev.sluice.server.edge.ResourceRequest;
import java.io.IOException;
import java.util.List;

/// Answers requests about files that come in parts.
record UploadRequests(FileStore files, Clock clock) {
  /// How many parts a file may have: the largest file has a few hundred of the largest parts.
  private static final int PARTS = 10_000;

  /// The largest body that makes an upload, in bytes.
  private static final int BODY_MAX = 64 * 1024;

  /// The largest body that names all parts, in bytes.
  private static final int LIST_MAX = 512 * 1024;

  private static final int TYPE_MAX = 255;

  /// Answers a request by JSON.
  String answer(ResourceRequest request, String id, String path)
      throws ResourceFault, IOException, InterruptedException {
    return switch (path) {
      case "" -> create(request);
      case "/parts" -> part(request, id);
      case "/complete" -> complete(request, find(request, id));
      default -> FileJson.of(uploads().cancel(find(request, id)), "null");
    };
  }

  private Uploads uploads() {
    return files.uploads();
  }

  private StoredUpload find(ResourceRequest request, String id)
      throws ResourceFault, IOException, InterruptedException {
    return uploads()
        .find(FilesResource.owner(request.client()).team(), id)
        .orElseThrow(
            () -> ResourceFaults.unknown("upload", id, "begin another one by POST /v1/uploads"));
  }

  private String create(ResourceRequest request)
      throws ResourceFault, IOException, InterruptedException {
    JsonBody body = JsonBody.of(request.whole(BODY_MAX));
    var said = new FileFields();
    said.put("purpose", body.need("purpose", "say what the file is for, such as batch"));
    said.put("filename", body.need("filename", "say the name of the file"));
    long bytes = body.number("bytes", "say how many bytes all parts will have");
    String type = body.need("mime_type", "say what the file is, such as text/jsonl");
    if (type.length() > TYPE_MAX) {
      throw ResourceFaults.invalid("mime_type", "must have at most " + TYPE_MAX + " characters");
    }
    if (body.has("expires_after")) {
      JsonBody after = body.part("expires_after");
      said.put("expires_after[anchor]", after.need("anchor", "write created_at"));
      long seconds = after.number("seconds", "say how many seconds the file is kept");
      said.put("expires_after[seconds]", Long.toString(seconds));
    }
    NewFile asked = said.file(clock.millis());
    var owner = FilesResource.owner(request.client());
    return FileJson.of(uploads().create(owner, asked, bytes, said.keep()), "null");
  }

  private String part(ResourceRequest request, String id)
      throws ResourceFault, IOException, InterruptedException {
    StoredUpload upload = find(request, id);
    try (var form = new FileForm("data", _ -> uploads().part(upload))) {
      form.read(request);
      return FileJson.part(form.end(), id);
    }
  }

  private String complete(ResourceRequest request, StoredUpload upload)
      throws ResourceFault, IOException, InterruptedException {
    JsonBody body = JsonBody.of(request.whole(LIST_MAX));
    List<String> parts =
        body.texts("part_ids", PARTS, "name the parts in the order of the content");
    StoredFile file = uploads().complete(upload, parts, body.text("md5"));
    return FileJson.of(
        uploads().find(upload.owner().team(), upload.id()).orElse(upload), FileJson.of(file));
  }
}
