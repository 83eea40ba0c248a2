package dev.sluice.server.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.admin.DirectoryApi.Request;
import dev.sluice.server.admin.Page;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The interface of directories over resources in memory. For one thread.
final class ScimRig {
  static final String BASE = "https://gateway.example.com/scim/v2";

  final MemoryStore users = new MemoryStore("userName");
  final MemoryStore groups = new MemoryStore("displayName");
  final ScimApi api = new ScimApi(users, groups, Optional.of(BASE));

  /// An answer.
  record Answer(Page page, JsonNode body) {
    int status() {
      return page.status();
    }

    JsonNode at(String pointer) {
      return body.at(pointer);
    }

    String text(String pointer) {
      return body.at(pointer).asText();
    }
  }

  Answer send(String method, String uri, String body) {
    return send(method, uri, body, "", "");
  }

  Answer send(String method, String uri, String body, String ifMatch, String ifNoneMatch) {
    var read = new QueryStringDecoder("/scim/v2" + uri);
    Page page =
        api.run(
            new Request(method, read.path(), read.parameters(), "", ifMatch, ifNoneMatch, body));
    String text = new String(page.body(), StandardCharsets.UTF_8);
    try {
      return new Answer(page, ScimJson.MAPPER.readTree(text.isEmpty() ? "null" : text));
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  Answer get(String uri) {
    return send("GET", uri, "");
  }

  /// Makes a person.
  ///
  /// @return its id
  String user(String name) {
    return send(
            "POST",
            "/Users",
            """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%s",
             "externalId": "x-%s", "name": {"givenName": "Ada", "familyName": "Lovelace"},
             "emails": [{"value": "%s", "type": "work", "primary": true}], "active": true}
            """
                .formatted(name, name, name))
        .text("/id");
  }

  Answer patch(String uri, String operations) {
    return send(
        "PATCH",
        uri,
        """
        {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [%s]}
        """
            .formatted(operations));
  }
}
