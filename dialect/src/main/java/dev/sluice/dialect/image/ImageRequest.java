package dev.sluice.dialect.image;

import java.util.List;
import java.util.Optional;

/// A request for pictures.
///
/// @param count how many
/// @param size points to the right and down (`1536x1024`); empty where the provider chooses
/// @param format the media type; empty where the provider chooses
/// @param compression how good a compressed picture is to be, from 0 to 100
/// @param dropped the paths of what only the client's dialect has
record ImageRequest(
    String prompt,
    long count,
    Optional<String> size,
    Optional<String> format,
    Optional<Long> compression,
    List<String> dropped) {
  public ImageRequest {
    dropped = List.copyOf(dropped);
  }
}
