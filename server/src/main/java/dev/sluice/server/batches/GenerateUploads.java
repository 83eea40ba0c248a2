package dev.sluice.server.batches;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batches.file.ContentWriter;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.NewFile;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.batches.file.StoredUpload;
import dev.sluice.server.edge.JsonBody;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import dev.sluice.server.edge.ResourceReply;
import dev.sluice.server.edge.ResourceRequest;
import dev.sluice.server.files.FilesResource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Answers requests that bring a file by Google's resumable protocol: one that begins, and one or
/// more with the content, in order. The parts of such a file are named by where they begin.
///
/// @param files have the parts, and the file
/// @param tokens by which contents come
record GenerateUploads(FileStore files, UploadTokens tokens) {
  private static final String COMMAND = "x-goog-upload-command";
  private static final String OFFSET = "x-goog-upload-offset";
  private static final String LENGTH = "x-goog-upload-header-content-length";
  private static final String FILE_NAME = "x-goog-upload-file-name";
  private static final String STATUS = "x-goog-upload-status";
  private static final String JSON = "application/json";

  private static final int BODY_MAX = 64 * 1024;
  private static final int NAME_MAX = 255;
  private static final int PIECE = 64 * 1024;

  /// How many bytes one part has, of a request that brings more.
  private static final long PART = 32L << 20;

  /// Answers a request of a client with a key, or where none is required.
  void answer(ResourceRequest request, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    String id = request.query().get(UploadTokens.ID);
    if (id == null) {
      begin(request, reply);
    } else {
      go(request, upload(request, id), reply);
    }
  }

  /// Answers a request that shows the token of an upload, and no key.
  void answerByToken(ResourceRequest request, String token, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    String id = Objects.requireNonNullElse(request.query().get(UploadTokens.ID), "");
    go(request, tokens.upload(id, token), reply);
  }

  private void begin(ResourceRequest request, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    if (!request.headers().get(COMMAND, "").equals("start")) {
      throw ResourceFaults.invalid(
          COMMAND, "must be start: files come by the resumable protocol here");
    }
    long bytes = number(request, LENGTH);
    String name = name(request, JsonBody.of(request.whole(BODY_MAX)).node().path("file"));
    String address =
        request
            .address()
            .orElseThrow(
                () ->
                    ResourceFaults.fault(
                        400,
                        "address_unknown",
                        "",
                        "the address for the content is not known: let the proxy in front of this gateway send X-Forwarded-Proto and the client's Host"));
    var file = new NewFile(name, NewFile.BATCH, 0);
    String query = tokens.begin(FilesResource.owner(request.client()), file, bytes);
    String url = address + "/upload/v1beta/files?" + query;
    send(reply, "{}", Map.of(STATUS, "active", "x-goog-upload-url", url));
  }

  private static String name(ResourceRequest request, JsonNode file) throws ResourceFault {
    if (file.hasNonNull("name")) {
      throw ResourceFaults.invalid("file.name", "is given by this gateway: leave it out");
    }
    String shown = file.path("displayName").asText(file.path("display_name").asText(""));
    String name = shown.isEmpty() ? request.headers().get(FILE_NAME, "") : shown;
    if (name.length() > NAME_MAX || name.chars().anyMatch(Character::isISOControl)) {
      throw ResourceFaults.invalid(
          "file.display_name",
          "must have at most %d characters, and no control characters".formatted(NAME_MAX));
    }
    return name.isEmpty() ? "file" : name;
  }

  private static long number(ResourceRequest request, String header) throws ResourceFault {
    try {
      long number = Long.parseLong(request.headers().get(header, ""));
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Told below.
    }
    throw ResourceFaults.invalid(header, "must be a number of bytes");
  }

  private StoredUpload upload(ResourceRequest request, String id)
      throws ResourceFault, IOException, InterruptedException {
    return files
        .uploads()
        .find(request.client().ownerName(), id)
        .orElseThrow(() -> ResourceFaults.unknown("upload", id, "begin another one"));
  }

  private void go(ResourceRequest request, StoredUpload upload, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    List<String> commands =
        List.of(request.headers().get(COMMAND, "").replace(" ", "").split(",", -1));
    if (commands.contains("upload")) {
      write(request, upload);
    }
    if (commands.contains("finalize")) {
      List<String> parts = parts(upload).stream().map(StoredFile::id).toList();
      StoredFile file = files.uploads().complete(upload, parts, "");
      String json = "{\"file\":" + GenerateFileView.of(file, request.address().orElse("")) + "}";
      send(reply, json, Map.of(STATUS, "final"));
    } else if (commands.contains("cancel")) {
      var _ = files.uploads().cancel(upload);
      send(reply, "{}", Map.of(STATUS, "cancelled"));
    } else {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put(STATUS, "active");
      headers.put("x-goog-upload-size-received", Long.toString(received(upload)));
      send(reply, "{}", headers);
    }
  }

  private List<StoredFile> parts(StoredUpload upload)
      throws ResourceFault, IOException, InterruptedException {
    List<StoredFile> parts = files.uploads().parts(upload);
    if (parts.stream().anyMatch(part -> part.name().isEmpty())) {
      throw ResourceFaults.invalid(
          UploadTokens.ID,
          "names an upload whose parts have come by POST /v1/uploads/{id}/parts: end it by POST /v1/uploads/{id}/complete");
    }
    return parts.stream()
        .sorted(Comparator.comparingLong(part -> Long.parseLong(part.name())))
        .toList();
  }

  private long received(StoredUpload upload) throws IOException, InterruptedException {
    return files.uploads().parts(upload).stream().mapToLong(StoredFile::bytes).sum();
  }

  private void write(ResourceRequest request, StoredUpload upload)
      throws ResourceFault, IOException, InterruptedException {
    long received = received(upload);
    long at = number(request, OFFSET);
    if (at != received) {
      throw ResourceFaults.invalid(OFFSET, "must be %d, what has come".formatted(received));
    }
    byte[] piece = new byte[PIECE];
    int count = request.read(piece);
    while (count >= 0) {
      try (ContentWriter part = files.uploads().part(upload)) {
        while (count >= 0 && part.size() < PART) {
          part.write(ByteBuffer.wrap(piece, 0, count));
          count = request.read(piece);
        }
        part.describe(new NewFile(Long.toString(at), upload.purpose(), upload.expires()));
        at += part.size();
        StoredFile _ = part.commit();
      }
    }
  }

  private static void send(ResourceReply reply, String json, Map<String, String> headers)
      throws ResourceFault, IOException, InterruptedException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    ResourceReply.Content content = reply.content(200, JSON, headers, bytes.length);
    content.write(bytes, 0, bytes.length);
    content.finish();
  }
}
