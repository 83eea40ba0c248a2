package dev.sluice.spring;

import dev.sluice.testing.PublicApi;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PublicApiTest {
  @Test
  void the_api_is_as_listed() throws IOException {
    PublicApi.assertListed(SluiceProperties.class, "dev\\.sluice\\.spring\\.\\w+");
  }
}
