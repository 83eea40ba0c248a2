package dev.sluice.config.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VertexHostsTest {

  @ParameterizedTest
  @CsvSource({
    "https://aiplatform.googleapis.com/v1/projects/p/locations/global, false",
    "https://aiplatform.googleapis.com/v1beta1/publishers/google, false",
    "https://aiplatform.eu.rep.googleapis.com/v1/projects/p/locations/eu, true",
    "https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5, true",
    "https://us-east5-aiplatform.googleapis.com, true",
    "https://vertex.internal/v1/projects/p/locations/europe-west1, true",
    "https://vertex.internal/v1/projects/p/locations/global/endpoints/openapi, false",
    "https://vertex.internal/v1, false",
    "https://api.openai.com/v1, false"
  })
  void an_address_tells_whether_it_is_of_all_of_the_world(URI url, boolean regional) {
    assertThat(VertexHosts.isRegional(url)).isEqualTo(regional);
  }
}
