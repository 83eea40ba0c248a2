package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A gateway at which people log in, and their provider.
final class PeopleRig implements AutoCloseable {
  final OpenIdProvider provider = new OpenIdProvider();
  final MeteredGateway gateway;

  PeopleRig(Path folder) throws Exception {
    gateway = new MeteredGateway(folder);
    reload(yaml());
  }

  /// Takes another configuration of `auth`.
  void reload(String yaml) {
    gateway.configureMore(yaml);
    assertThat(gateway.process().reload("test", false).problems()).isEmpty();
  }

  /// The address of the dashboard, as its pages say where they are from.
  String origin() {
    return gateway.process().adminUrl();
  }

  String yaml() {
    return """
    auth:
      oidc:
        issuer: "%s"
        client_id: sluice
        client_secret: "%s"
        redirect: "%s"
        device: true
        roles: {admin: [admins], operator: [operators], auditor: [auditors], viewer: [viewers]}
        teams:
          search:
            member: [search]
            owner: [search-leads]
            keys: 2
            terms: {models: ["m", "gpt-*"], limits: {rpm: 60}, budgets: [5USD/month]}
            most: {models: ["m", "gpt-*"], limits: {rpm: 600}, budgets: [50USD/month]}
    """
        .formatted(provider.issuer(), OpenIdProvider.SECRET, origin());
  }

  URI at(String path) {
    return URI.create(gateway.process().adminUrl() + path);
  }

  /// The address of the gateway for an answer that was sent to where browsers have it.
  URI here(URI answer) {
    return at(answer.getRawPath() + "?" + answer.getRawQuery());
  }

  /// Says who logs in next.
  void person(String sub, String... groups) {
    provider.person = Map.of("sub", sub, "name", "The " + sub, "groups", List.of(groups));
  }

  /// The provider's answer to a login that a browser begins.
  URI answer(TestBrowser browser) throws Exception {
    HttpResponse<String> begun = browser.get(at("/admin/login/start?to=/%23/keys"));
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(302);
    String to = begun.headers().firstValue("location").orElseThrow();
    return here(OpenIdProvider.answered(new TestBrowser(), URI.create(to)));
  }

  /// Logs somebody in.
  TestBrowser logIn(String sub, String... groups) throws Exception {
    person(sub, groups);
    var browser = new TestBrowser();
    HttpResponse<String> in = browser.get(answer(browser));
    assertThat(in.statusCode()).as(in.body()).isEqualTo(302);
    return browser;
  }

  /// The status of a page for a browser.
  int status(TestBrowser browser, String path) throws Exception {
    return browser.get(at(path)).statusCode();
  }

  JsonNode json(TestBrowser browser, String path) throws Exception {
    HttpResponse<String> answer = browser.get(at(path));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return MeteredGateway.MAPPER.readTree(answer.body());
  }

  /// Sends a change as the dashboard does.
  HttpResponse<String> change(TestBrowser browser, String method, String path, String body)
      throws Exception {
    return browser.send(method, at(path), body, "origin", origin(), "x-sluice-admin", "1");
  }

  @Override
  public void close() {
    try {
      gateway.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      provider.close();
    }
  }
}
