package dev.sluice.internal.batch;

import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.testing.Lincheck;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever calls and shared calls do with the batcher at the same time, it is as if one had come
/// after the other. Each of two callers enters, leaves and ends calls of its own; time is told with
/// each step.
@Tag("lincheck")
@Param(name = "ms", gen = IntGen.class, conf = "0:8")
public class BatcherLinearizabilityTest {
  private static final CallHandle RUNNING = () -> {};

  /// Small numbers, so that few steps reach every state.
  private final Batcher batcher = new Batcher(new BatchConfig(2, Duration.ofMillis(2)));

  private static final Embeddings EMBEDDINGS = new Embeddings();
  private final Caller first = new Caller();
  private final Caller second = new Caller();

  @Operation(nonParallelGroup = "first")
  public String first_enters(@Param(name = "ms") int ms) {
    return first.enter(ms);
  }

  @Operation(nonParallelGroup = "first")
  public String first_ends(@Param(name = "ms") int ms) {
    return first.end(ms);
  }

  @Operation(nonParallelGroup = "first")
  public String first_closes(@Param(name = "ms") int ms) {
    return first.close(ms);
  }

  @Operation(nonParallelGroup = "first")
  public String first_finishes(@Param(name = "ms") int ms) {
    return first.finish(ms);
  }

  @Operation(nonParallelGroup = "second")
  public String second_enters(@Param(name = "ms") int ms) {
    return second.enter(ms);
  }

  @Operation(nonParallelGroup = "second")
  public String second_leaves() {
    return second.leave();
  }

  @Operation(nonParallelGroup = "second")
  public String second_ends(@Param(name = "ms") int ms) {
    return second.end(ms);
  }

  @Operation(nonParallelGroup = "second")
  public String second_finishes(@Param(name = "ms") int ms) {
    return second.finish(ms);
  }

  @Operation
  public int keysInUse() {
    return batcher.keysInUse();
  }

  @Test
  void every_interleaving_is_like_one_after_the_other() {
    new ModelCheckingOptions()
        .invocationTimeout$lincheck(Lincheck.PATIENCE_MS)
        .threads(2)
        .actorsBefore(3)
        .actorsPerThread(3)
        .actorsAfter(2)
        .iterations(15)
        .invocationsPerIteration(200)
        .check(BatcherLinearizabilityTest.class);
  }

  private static long nanos(int ms) {
    return Duration.ofMillis(ms).toNanos();
  }

  /// One of two, that does one thing after the other.
  private final class Caller {
    private final Queue<BatchKeyState> alone = new ArrayDeque<>();
    private final Queue<Batch> opened = new ArrayDeque<>();
    private @Nullable BatchedCall waiting;

    String enter(int ms) {
      BatchedCall member = EMBEDDINGS.member("a");
      return switch (batcher.enter(EMBEDDINGS.key(member), member, nanos(ms))) {
        case Placement.AtOnce(BatchKeyState state, _) -> {
          alone.add(state);
          yield "at once";
        }
        case Placement.Together(Batch batch, boolean opens) -> {
          waiting = member;
          if (opens) {
            opened.add(batch);
            yield "opened, abandoned " + batcher.launched(batch, RUNNING);
          }
          yield "joined";
        }
      };
    }

    String leave() {
      BatchedCall leaving = waiting;
      waiting = null;
      return leaving == null ? "nobody" : "last " + batcher.leave(leaving).isPresent();
    }

    String end(int ms) {
      BatchKeyState state = alone.poll();
      if (state != null) {
        batcher.ended(state, nanos(ms));
      }
      return state == null ? "none" : "ended";
    }

    String close(int ms) {
      Batch batch = opened.peek();
      return batch == null ? "none" : String.valueOf(batcher.close(batch, nanos(ms)).size());
    }

    String finish(int ms) {
      Batch batch = opened.poll();
      if (batch == null) {
        return "none";
      }
      batcher.close(batch, nanos(ms));
      List<BatchedCall> left = batcher.finish(batch, nanos(ms));
      return "left " + left.size();
    }
  }
}
