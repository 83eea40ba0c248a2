package dev.sluice.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.item.Item;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MergedItemsTest {
  private final Embeddings embeddings = new Embeddings();

  @Test
  void equal_items_are_asked_for_once() {
    var merged = merged("a b", "b", "c a a");
    assertThat(merged.items().stream().map(Item::toString)).containsExactly("a", "b", "c");
    assertThat(merged.positions(merged.members().get(0))).containsExactly(0, 1);
    assertThat(merged.positions(merged.members().get(2))).containsExactly(2, 0, 0);
  }

  @Test
  void an_item_that_several_ask_for_is_paid_for_by_all_of_them() {
    var merged = merged("a b", "a", "b");
    assertThat(shares(merged, 100)).containsExactly(50L, 25L, 25L);
  }

  @Test
  void what_is_shared_adds_up_whatever_is_asked() {
    for (long seed = 0; seed < 500; seed++) {
      var random = new SplittableRandom(seed);
      String[] calls =
          IntStream.range(0, 1 + random.nextInt(40))
              .mapToObj(_ -> words(random))
              .toArray(String[]::new);
      long used = random.nextLong(1_000_000);
      assertThat(shares(merged(calls), used).stream().mapToLong(share -> share).sum())
          .as("seed " + seed)
          .isEqualTo(used);
    }
  }

  private static String words(SplittableRandom random) {
    return String.join(
        " ",
        IntStream.range(0, 1 + random.nextInt(5)).mapToObj(_ -> "w" + random.nextInt(20)).toList());
  }

  private MergedItems merged(String... calls) {
    return new MergedItems(Stream.of(calls).map(embeddings::member).toList());
  }

  private static List<Long> shares(MergedItems merged, long used) {
    return IntStream.range(0, merged.members().size())
        .mapToObj(i -> merged.share(i).of(used))
        .toList();
  }
}
