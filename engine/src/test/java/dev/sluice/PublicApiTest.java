package dev.sluice;

import dev.sluice.testing.PublicApi;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PublicApiTest {
  /// What an edge sees of a gateway is no API.
  @Test
  void the_api_is_as_listed() throws IOException {
    PublicApi.assertListed(Gateway.class, "dev\\.sluice\\.(stats\\.)?(?!GatewayEdge)\\w+");
  }
}
