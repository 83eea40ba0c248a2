package dev.sluice.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.yaml.Doc;
import dev.sluice.it.installed.Installed;
import dev.sluice.server.GatewayProcess;
import dev.sluice.server.ProcessOptions;
import dev.sluice.server.ProcessParts;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The interface for directories as `scim2-tester` of PyPI judges it. Needs Python, and fails
/// without it.
class ScimTesterTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "a-token-of-a-directory";

  @TempDir private Path folder;

  private GatewayProcess gateway(Accounts accounts) throws Exception {
    String config =
        """
        server: {listen: "127.0.0.1:0", drain: 1ms}
        admin: {listen: "127.0.0.1:0", token: admin-token, scim: {token: %s}}
        store: {path: "%s"}
        providers: {p: {type: openai, key: k}}
        """
            .formatted(TOKEN, folder.resolve("data"));
    return GatewayProcess.start(
        ConfigFile.of(Doc.parse("sluice.yaml", config, Map.of())).config(),
        ProcessOptions.defaults()
            .logs(OutputStream.nullOutputStream(), OutputStream.nullOutputStream())
            .parts(new ProcessParts(Optional.empty(), Optional.of(accounts), Optional.empty())));
  }

  private static List<JsonNode> judged(String url) throws Exception {
    var builder =
        new ProcessBuilder(
            Installed.python("scim"),
            Installed.PYTHON.resolve("scim_judge.py").toString(),
            url + "/scim/v2",
            TOKEN);
    Installed.compileOnce(builder);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    Process process = builder.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    List<JsonNode> results = new ArrayList<>();
    for (String line : out.lines().toList()) {
      results.add(JSON.readTree(line));
    }
    return results;
  }

  @Test
  void finds_nothing_to_complain_of() throws Exception {
    // The gateway closes the store with itself.
    GatewayProcess gateway =
        gateway(Accounts.open(StoreConfig.in(folder.resolve("data")), Clock.SYSTEM));
    try {
      List<JsonNode> results = judged(gateway.adminUrl());
      assertThat(of("ERROR|CRITICAL|DEVIATION", results)).isEmpty();
      assertThat(of("SUCCESS", results)).hasSizeGreaterThan(40);
      assertThat(of("SKIPPED", results))
          .extracting(result -> result.path("check").asText())
          .containsOnly("search_with_attributes");
    } finally {
      gateway.drainAndClose();
    }
  }

  private static List<JsonNode> of(String status, List<JsonNode> results) {
    return results.stream().filter(one -> one.path("status").asText().matches(status)).toList();
  }
}
