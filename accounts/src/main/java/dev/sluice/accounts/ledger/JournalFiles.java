package dev.sluice.accounts.ledger;

import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The segments of a journal on disk, which another process may write to.
///
/// @param node the journal's id
/// @param first the number of the oldest segment
/// @param last the number of the newest one
/// @param behind how many entries lie behind the place up to which a store has them
public record JournalFiles(String node, long first, long last, long behind) {

  /// Looks at the journal of a folder; empty where there is none.
  ///
  /// @param places up to which place a store has each journal, by its id
  /// @throws JournalException if it cannot be read, or a newer version has written it
  public static Optional<JournalFiles> look(Path folder, Map<String, JournalPlace> places)
      throws JournalException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    var segments = new SegmentList();
    var waiting = new Segment.Waiting(Clock.SYSTEM::nanos, 0, _ -> {});
    try {
      for (Path file : files(folder)) {
        MappedFile.open(file, false).ifPresent(one -> segments.add(Segment.found(one, waiting)));
      }
    } catch (IOException e) {
      throw JournalException.of(folder, e);
    }
    return segments.all().isEmpty() ? Optional.empty() : Optional.of(of(segments, places));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(JournalFolder::isSegment).sorted().toList();
    }
  }

  private static JournalFiles of(SegmentList segments, Map<String, JournalPlace> places) {
    Segment last = segments.last();
    String node = last.file().head().node().toString();
    JournalPlace place = places.getOrDefault(node, JournalPlace.START);
    return new JournalFiles(
        node, segments.first().number(), last.number(), behind(segments, place));
  }

  private static long behind(SegmentList segments, JournalPlace place) {
    var reader = new JournalReader(segments.at(place), place);
    long entries = 0;
    while (reader.advance()) {
      entries++;
    }
    return entries;
  }
}
