package dev.sluice.server.files;

import dev.sluice.batches.file.ContentReader;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.server.edge.ResourceFaults;
import dev.sluice.server.edge.ResourceReply;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The content of a file as an answer, whole or in part.
public record FileContent(StoredFile file) {
  private static final int PIECE = 64 * 1024;
  private static final int WHOLE = 200;
  private static final int PART = 206;
  private static final String BINARY = "application/octet-stream";

  /// Sends it, at the pace of the client.
  public void send(FileStore files, HttpHeaders asked, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    Optional<ByteRange> range = range(asked);
    if (range.isPresent() && range.get().length() == 0) {
      throw unsatisfiable();
    }
    try (ContentReader reader = files.open(file)) {
      send(reader, range.orElse(new ByteRange(0, file.bytes())), headers(range), reply);
    }
  }

  private ResourceFault unsatisfiable() {
    return ResourceFaults.fault(
        416,
        "range_not_satisfiable",
        "",
        "the file has %d bytes, and none in this Range: ask for a part before its end, or leave the header out"
            .formatted(file.bytes()));
  }

  private Optional<ByteRange> range(HttpHeaders asked) {
    String range = asked.get(HttpHeaderNames.RANGE);
    String unless = asked.get(HttpHeaderNames.IF_RANGE);
    return range == null || (unless != null && !unless.equals(tag()))
        ? Optional.empty()
        : ByteRange.of(range, file.bytes());
  }

  private String tag() {
    return "\"" + file.sha256() + "\"";
  }

  private Map<String, String> headers(Optional<ByteRange> range) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("accept-ranges", "bytes");
    headers.put("etag", tag());
    headers.put("x-content-type-options", "nosniff");
    headers.put("content-disposition", "attachment; filename=\"" + plainName() + "\"");
    range.ifPresent(part -> headers.put("content-range", part.contentRange(file.bytes())));
    return headers;
  }

  /// The name of the file in characters that mean nothing in a header.
  private String plainName() {
    return file.name().replaceAll("[^A-Za-z0-9._ -]", "_");
  }

  /// The first piece is read before anything is sent: a content that cannot be read is told as an
  /// error.
  private static void send(
      ContentReader from, ByteRange range, Map<String, String> headers, ResourceReply reply)
      throws ResourceFault, IOException, InterruptedException {
    byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, range.length()))];
    long at = range.first();
    long end = at + range.length();
    int count = at < end ? from.read(at, piece, 0, most(piece, end - at)) : 0;
    int status = headers.containsKey("content-range") ? PART : WHOLE;
    ResourceReply.Content to = reply.content(status, BINARY, headers, range.length());
    while (at < end) {
      to.write(piece, 0, count);
      at += count;
      if (at < end) {
        count = from.read(at, piece, 0, most(piece, end - at));
      }
    }
    to.finish();
  }

  private static int most(byte[] piece, long left) {
    return (int) Math.min(piece.length, left);
  }
}
