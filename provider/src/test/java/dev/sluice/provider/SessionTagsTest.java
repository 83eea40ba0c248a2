package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Call;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.config.provider.CallLabel;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What becomes of values that AWS does not take as they are.
class SessionTagsTest {
  /// A letter of two chars, U+20000.
  private static final String LETTER = "\uD840\uDC00";

  private static Map<String, String> of(String team) {
    Call call = ProviderCalls.chat(false).withHints(new SchedulingHints(Band.NORMAL, team, 0));
    return new SessionTags(Set.of(CallLabel.TEAM)).of(call);
  }

  @Test
  void a_value_is_cut_between_characters_alone() {
    assertThat(of("a".repeat(255) + LETTER)).isEqualTo(Map.of("team", "a".repeat(255)));
    assertThat(of("a".repeat(254) + LETTER + "b"))
        .isEqualTo(Map.of("team", "a".repeat(254) + LETTER));
    assertThat(of("a".repeat(257))).isEqualTo(Map.of("team", "a".repeat(256)));
  }

  @Test
  void what_aws_does_not_take_is_replaced() {
    assertThat(of("a <1> \uD83D\uDE00")).isEqualTo(Map.of("team", "a _1_ _"));
  }
}
