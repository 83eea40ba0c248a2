package dev.sluice.server.files;

import dev.sluice.api.Json;
import dev.sluice.batches.file.StoredFile;
import dev.sluice.batches.file.StoredUpload;
import dev.sluice.call.text.EnumWords;
import java.util.List;
import java.util.stream.Collectors;

/// Files and uploads as OpenAI's clients read them; times are in seconds.
final class FileJson {
  private static final long MILLIS = 1_000;

  private FileJson() {}

  static String of(StoredFile file) {
    return "{\"id\":%s,\"object\":\"file\",\"bytes\":%d,\"created_at\":%d,\"expires_at\":%d,\"filename\":%s,\"purpose\":%s,\"status\":\"processed\",\"status_details\":null}"
        .formatted(
            Json.string(file.id()),
            file.bytes(),
            file.created() / MILLIS,
            file.expires() / MILLIS,
            Json.string(file.name()),
            Json.string(file.purpose()));
  }

  static String deleted(String id) {
    return "{\"id\":%s,\"object\":\"file\",\"deleted\":true}".formatted(Json.string(id));
  }

  /// A page.
  ///
  /// @param found the files of the page, with one more where there are more
  static String list(List<StoredFile> found, int most) {
    List<StoredFile> page = found.subList(0, Math.min(most, found.size()));
    return page.stream()
        .map(FileJson::of)
        .collect(
            Collectors.joining(
                ",", "{\"object\":\"list\",\"data\":[", end(page, found.size() > most)));
  }

  private static String end(List<StoredFile> page, boolean more) {
    return "],\"first_id\":%s,\"last_id\":%s,\"has_more\":%b}"
        .formatted(
            page.isEmpty() ? "null" : Json.string(page.getFirst().id()),
            page.isEmpty() ? "null" : Json.string(page.getLast().id()),
            more);
  }

  /// @param file the file as JSON; `null` until there is one
  static String of(StoredUpload upload, String file) {
    return "{\"id\":%s,\"object\":\"upload\",\"bytes\":%d,\"created_at\":%d,\"expires_at\":%d,\"filename\":%s,\"purpose\":%s,\"status\":\"%s\",\"file\":%s}"
        .formatted(
            Json.string(upload.id()),
            upload.bytes(),
            upload.created() / MILLIS,
            upload.expires() / MILLIS,
            Json.string(upload.name()),
            Json.string(upload.purpose()),
            EnumWords.of(upload.state()),
            file);
  }

  static String part(StoredFile part, String upload) {
    return "{\"id\":%s,\"object\":\"upload.part\",\"created_at\":%d,\"upload_id\":%s}"
        .formatted(Json.string(part.id()), part.created() / MILLIS, Json.string(upload));
  }
}
