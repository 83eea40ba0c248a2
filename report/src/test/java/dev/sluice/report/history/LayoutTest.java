package dev.sluice.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
  @Test
  void this_versions_own_is_read_as_it_is() {
    assertThat(Layout.of(Layout.NOW.text())).isSameAs(Layout.NOW);
    var vector = new long[Measure.VECTOR];
    Arrays.setAll(vector, i -> i);
    var sums = new long[Measure.VECTOR];
    Layout.NOW.addTo(sums, SparseVector.of(vector));
    assertThat(sums).isEqualTo(vector);
  }

  @Test
  void figures_of_another_version_are_found_by_their_names_and_others_left_out() {
    List<String> names = Arrays.asList(("GONE," + Layout.NOW.text()).split(","));
    Collections.reverse(names);
    Layout other = Layout.of(String.join(",", names));
    var vector = new long[names.size()];
    vector[names.indexOf("GONE")] = 5;
    vector[names.indexOf("CALL_SHED")] = 7;
    vector[names.indexOf("WAIT3")] = 9;
    var sums = new long[Measure.VECTOR];
    sums[Figure.CALL_SHED.place()] = 1;
    other.addTo(sums, SparseVector.of(vector));
    var wanted = new long[Measure.VECTOR];
    wanted[Figure.CALL_SHED.place()] = 8;
    wanted[Measure.WAIT.offset() + 3] = 9;
    assertThat(sums).isEqualTo(wanted);
  }
}
