package dev.sluice.internal.provider.item;

import dev.sluice.internal.item.ItemResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which part of an answer belongs to which item. Confined to one thread.
final class ItemPositions {
  /// The answer does not say where the part belongs.
  static final int UNTOLD = -1;

  /// It belongs to nothing that can have been asked for.
  static final int NOWHERE = Integer.MAX_VALUE;

  private final List<Placed> all = new ArrayList<>();

  private record Placed(int place, Optional<ItemResult> part) {}

  /// @param part empty where the answer has a place for one and nothing in it
  void add(int place, Optional<ItemResult> part) {
    all.add(new Placed(place, part));
  }

  /// One for each item that was asked for.
  List<Optional<ItemResult>> of(int asked) {
    long told = all.stream().filter(placed -> placed.place != UNTOLD).count();
    if (told == all.size()) {
      return byPlace(asked);
    }
    boolean inOrder = told == 0 && all.size() == asked;
    return inOrder ? all.stream().map(Placed::part).toList() : nothing(asked);
  }

  /// Whether there is one for each item that was asked for, in their order, and nothing else.
  boolean exact(int asked) {
    boolean untold = all.stream().allMatch(placed -> placed.place == UNTOLD);
    return all.size() == asked
        && IntStream.range(0, asked)
            .allMatch(i -> all.get(i).part.isPresent() && (untold || all.get(i).place == i));
  }

  private List<Optional<ItemResult>> byPlace(int asked) {
    List<Optional<ItemResult>> parts = nothing(asked);
    var contradicted = new boolean[asked];
    for (Placed placed : all) {
      int place = placed.place;
      if (place < asked && placed.part.isPresent()) {
        ItemResult part = placed.part.get();
        contradicted[place] |= parts.get(place).filter(other -> !other.same(part)).isPresent();
        parts.set(place, contradicted[place] ? Optional.empty() : placed.part);
      }
    }
    return parts;
  }

  private static List<Optional<ItemResult>> nothing(int asked) {
    return new ArrayList<>(Collections.nCopies(asked, Optional.empty()));
  }
}
