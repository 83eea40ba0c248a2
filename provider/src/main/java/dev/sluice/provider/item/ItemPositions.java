package dev.sluice.provider.item;

import dev.sluice.call.item.ItemResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The assignment of an answer's parts to items. Confined to one thread.
final class ItemPositions {
  /// The position of a part of which the answer does not say where it belongs.
  static final int UNSTATED = -1;

  /// The position of a part that belongs to nothing that can have been asked for.
  static final int NOWHERE = Integer.MAX_VALUE;

  /// The most parts that are kept: twice as many as anybody asks for at a time.
  private static final int PARTS_MAX = 4096;

  private final List<Positioned> all = new ArrayList<>();

  private record Positioned(int position, Optional<ItemResult> part) {}

  /// Adds a part; a part beyond all that can have been asked for is not kept.
  ///
  /// @param part the part; empty where the answer has an entry for it with nothing in it
  /// @return whether the part is kept
  boolean add(int position, Optional<ItemResult> part) {
    boolean fits = all.size() < PARTS_MAX;
    if (fits) {
      all.add(new Positioned(position, part));
    }
    return fits;
  }

  /// The results, one for each item that was asked for.
  List<Optional<ItemResult>> of(int count) {
    long stated = all.stream().filter(positioned -> positioned.position != UNSTATED).count();
    if (stated == all.size()) {
      return byPlace(count);
    }
    boolean inOrder = stated == 0 && all.size() == count;
    return inOrder ? all.stream().map(Positioned::part).toList() : nothing(count);
  }

  /// Whether there is one part for each item that was asked for, in their order, and no other.
  boolean exact(int count) {
    boolean unstated = all.stream().allMatch(positioned -> positioned.position == UNSTATED);
    return all.size() == count
        && IntStream.range(0, count)
            .allMatch(i -> all.get(i).part.isPresent() && (unstated || all.get(i).position == i));
  }

  private List<Optional<ItemResult>> byPlace(int count) {
    List<Optional<ItemResult>> parts = nothing(count);
    var contradicted = new boolean[count];
    for (Positioned positioned : all) {
      int position = positioned.position;
      if (position < count && positioned.part.isPresent()) {
        ItemResult part = positioned.part.get();
        contradicted[position] |=
            parts.get(position).filter(other -> !other.same(part)).isPresent();
        parts.set(position, contradicted[position] ? Optional.empty() : positioned.part);
      }
    }
    return parts;
  }

  private static List<Optional<ItemResult>> nothing(int count) {
    return new ArrayList<>(Collections.nCopies(count, Optional.empty()));
  }
}
