package dev.sluice.server.edge;

import dev.sluice.api.ApiError;
import java.util.Optional;

/// What the gateway answers itself; where something is not configured there is nothing of it.
///
/// @param files answers for files and uploads
/// @param batches answers for batches
public record Resources(Optional<Resource> files, Optional<Resource> batches) {
  /// Nothing.
  public static final Resources NONE = new Resources(Optional.empty(), Optional.empty());

  static final ApiError NO_FILES =
      ApiError.request(
          404,
          "not_configured",
          "this gateway keeps no files; its operator can add `files: {folder: files}` to its"
              + " configuration");
  static final ApiError NO_BATCHES =
      ApiError.request(
          404,
          "not_configured",
          "this gateway runs no batches; its operator can add `files` and `batches` to its"
              + " configuration");

  /// Returns these with what answers for batches.
  public Resources with(Resource batching) {
    return new Resources(files, Optional.of(batching));
  }
}
