package dev.sluice.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.provider.Origin;
import dev.sluice.config.provider.ProxyConfig;
import dev.sluice.config.value.ConfigProblem;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyVariablesTest {
  private static final Origin API = new Origin(true, "api.example.com", 443, false);

  @Test
  void each_scheme_has_its_variable_and_lower_case_goes_first() throws ConfigProblem {
    Map<String, String> env = new HashMap<>();
    env.put("HTTPS_PROXY", "http://upper:1");
    env.put("HTTP_PROXY", "socks5h://plain");
    assertThat(address(env, API)).isEqualTo("http://upper:1");
    assertThat(address(env, new Origin(false, "inner", 80, true))).isEqualTo("socks5://plain:1080");
    env.put("https_proxy", "https://lower");
    assertThat(address(env, API)).isEqualTo("https://lower:443");
    env.put("https_proxy", " ");
    assertThat(address(env, API)).isEqualTo("http://upper:1");
    assertThat(address(Map.of("ALL_PROXY", "http://other:1"), API)).isEqualTo("direct");
  }

  @ParameterizedTest
  @CsvSource({
    "proxy:3128, http://proxy:3128",
    "proxy, http://proxy:80",
    "http://proxy/, http://proxy:80",
    "HTTPS://proxy, https://proxy:443",
    "socks5://[::1], socks5://[::1]:1080"
  })
  void urls_are_read_as_other_tools_read_them(String url, String address) throws ConfigProblem {
    assertThat(address(Map.of("HTTPS_PROXY", url), API)).isEqualTo(address);
  }

  @Test
  void a_login_is_percent_decoded_and_not_shown() throws ConfigProblem {
    ProxyConfig proxy =
        new ProxyVariables(Map.of("HTTPS_PROXY", "http://gate+x:s%3A%C3%B6%40@proxy"))
            .proxy(API)
            .orElseThrow();
    ProxyConfig.Login login = proxy.login().orElseThrow();
    assertThat(login.user()).isEqualTo("gate+x");
    assertThat(login.password().reveal()).isEqualTo("s:ö@");
    assertThat(proxy.address()).isEqualTo("http://proxy:80");
    assertThat(proxy.toString()).doesNotContain("s:ö");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "example.com",
        ".example.com",
        "*.example.com",
        "other, EXAMPLE.com",
        "other api.example.com:443",
        "api.example.com"
      })
  void names_and_all_below_them_are_excluded(String list) throws ConfigProblem {
    assertThat(address(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", list), API)).isEqualTo("direct");
    assertThat(address(Map.of("HTTPS_PROXY", "p:1", "no_proxy", list), API)).isEqualTo("direct");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "ample.com", "api.example.com:8443", "10.0.0.0/8", "/8", "x/"})
  void other_names_are_not(String list) throws ConfigProblem {
    assertThat(address(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", list), API))
        .isEqualTo("http://p:1");
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.0.0.0/8, direct",
    "10.1.2.3, 10.1.2.3, direct",
    "10.1.2.3, 10.1.2.3:80, direct",
    "10.1.2.3, 10.1.2.0/23, direct",
    "10.1.4.3, 10.1.2.0/23, http://p:1",
    "10.1.2.3, 10.0.0.0/33, http://p:1",
    "10.1.2.3, 10.1.2.3:81, http://p:1",
    "10.1.2.3, fd00::/8, http://p:1",
    "fd00::1, fd00::/8, direct",
    "fd00::1, '[fd00::1]:80', direct",
    "fd00::1, fd00:0::1, direct",
    "fe00::1, fd00::/8, http://p:1"
  })
  void addresses_are_excluded_by_ranges(String host, String list, String way) throws ConfigProblem {
    Map<String, String> env = Map.of("HTTP_PROXY", "p:1", "NO_PROXY", list);
    assertThat(address(env, new Origin(false, host, 80, true))).isEqualTo(way);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "a.localhost"})
  void this_machine_is_reached_directly(String host) throws ConfigProblem {
    Map<String, String> env = Map.of("HTTP_PROXY", "p:1");
    assertThat(address(env, new Origin(false, host, 80, true))).isEqualTo("direct");
  }

  @Test
  void a_variable_that_cannot_be_used_is_no_way_around_the_proxy() {
    var variables = new ProxyVariables(Map.of("HTTPS_PROXY", "ftp://user:not-to-be-seen@proxy"));
    assertThatThrownBy(() -> variables.proxy(API))
        .isInstanceOf(ConfigProblem.class)
        .hasMessageStartingWith("HTTPS_PROXY in the environment must be a proxy's URL")
        .hasMessageNotContaining("not-to-be-seen");
  }

  private static String address(Map<String, String> env, Origin origin) throws ConfigProblem {
    return new ProxyVariables(env).proxy(origin).map(ProxyConfig::address).orElse("direct");
  }
}
