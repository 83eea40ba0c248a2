package dev.sluice.sim.unit;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is asked, by its path. Voyage's path is Jina's, so that it stands below the vendor's name.
public enum UnitKind {
  COHERE_RERANK("/v2/rerank"),
  VOYAGE_RERANK("/voyage/v1/rerank"),
  RERANK("/v1/rerank"),
  RANKING("/v1/ranking"),
  SPEECH("/v1/audio/speech"),
  IMAGES("/v1/images/generations"),
  EDITS("/v1/images/edits"),
  VARIATIONS("/v1/images/variations"),
  TRANSCRIPTIONS("/v1/audio/transcriptions"),
  TRANSLATIONS("/v1/audio/translations");

  private final String path;

  UnitKind(String path) {
    this.path = path;
  }

  /// What a path asks for; null for nothing of this kind.
  public static @Nullable UnitKind at(String path) {
    return Stream.of(values()).filter(kind -> path.equals(kind.path)).findFirst().orElse(null);
  }

  boolean ranks() {
    return path.endsWith("/rerank") || this == RANKING;
  }

  boolean hears() {
    return this == TRANSCRIPTIONS || this == TRANSLATIONS;
  }
}
