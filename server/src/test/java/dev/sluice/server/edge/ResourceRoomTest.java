package dev.sluice.server.edge;

import static dev.sluice.server.edge.ResourceRoom.OF_ADDRESSES;
import static dev.sluice.server.edge.ResourceRoom.OF_ALL;
import static dev.sluice.server.edge.ResourceRoom.OF_TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ApiError;
import dev.sluice.call.request.Band;
import dev.sluice.server.client.Client;
import dev.sluice.server.client.Tenancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ResourceRoomTest {
  private final ResourceRoom room = new ResourceRoom();

  private String refusal(String team) {
    ApiError error = Objects.requireNonNull(room.begin(team));
    assertThat(error.status()).isEqualTo(429);
    assertThat(error.again()).isTrue();
    return error.message();
  }

  @Test
  void one_team_leaves_room_for_others() {
    for (int i = 0; i < OF_TEAM; i++) {
      assertThat(room.begin("red")).isNull();
    }
    assertThat(refusal("red")).contains("of this team");
    assertThat(room.begin("blue")).isNull();
    room.end("red");
    assertThat(room.begin("red")).isNull();
    assertThat(refusal("red")).contains("of this team");
  }

  @Test
  void all_teams_have_a_bound_together() {
    for (int i = 0; i < OF_ALL; i++) {
      assertThat(room.begin("team-" + i)).isNull();
    }
    assertThat(refusal("another")).contains("at this gateway");
    room.end("team-7");
    assertThat(room.begin("another")).isNull();
    assertThat(refusal("team-7")).contains("at this gateway");
  }

  @Test
  void addresses_without_a_key_leave_room_for_teams() {
    String address = address(0);
    for (int i = 0; i < OF_ADDRESSES; i++) {
      assertThat(room.begin(address(i))).isNull();
    }
    assertThat(refusal(address(OF_ADDRESSES))).contains("show no key");
    assertThat(room.begin("red")).isNull();
    room.end(address);
    assertThat(room.begin(address)).isNull();
  }

  private static String address(int number) {
    String name = "192.0.2." + number;
    return new Client(name, new Tenancy.Fixed(name), Band.NORMAL).apart().ownerName();
  }

  @Test
  void what_threads_begin_and_end_at_once_is_counted_once() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String team = "team-" + i % 2;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int j = 0; j < 10_000; j++) {
                      if (room.begin(team) == null) {
                        room.end(team);
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int i = 0; i < OF_ALL; i++) {
      assertThat(room.begin("team-" + i % 16)).isNull();
    }
    assertThat(refusal("team-0")).contains("at this gateway");
  }
}
