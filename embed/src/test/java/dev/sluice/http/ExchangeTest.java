package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.RetryHint;
import dev.sluice.api.head.Dialects;
import dev.sluice.call.Calls;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final Exchange exchange =
      new Exchange(loop, "id", Dialects.of(Operation.CHAT), new RetryHint(Random::new), _ -> {});

  @Test
  void what_waits_for_a_reader_is_nothing_of_the_transports() throws Exception {
    ByteBuf sent = Calls.utf8("{}");
    ClientResponse response = exchange.response(Calls.whole(loop, "m"));
    response.start(
        new Head(200, Map.of("content-type", "application/json")),
        2,
        new AttemptHistory("p/m", 1, List.of(), Duration.ZERO));
    response.write(sent);
    assertThat(sent.refCnt()).isZero();
    response.finish();
    try (HttpAnswer answer = exchange.answer()) {
      assertThat(answer.body().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
    }
  }
}
