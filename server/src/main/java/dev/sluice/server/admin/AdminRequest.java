package dev.sluice.server.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;

/// A request that changes an account.
///
/// @param method such as `POST`
/// @param path without its query
/// @param actor the name of the token that it shows
/// @param ifMatch the value of `If-Match`; empty for none
/// @param body its body, JSON; empty for none
public record AdminRequest(String method, String path, String actor, String ifMatch, String body) {

  static String path(HttpRequest request) {
    return new QueryStringDecoder(request.uri()).rawPath();
  }

  static AdminRequest of(HttpRequest head, String actor, String body) {
    String version = head.headers().get(HttpHeaderNames.IF_MATCH);
    return new AdminRequest(
        head.method().name(), path(head), actor, version == null ? "" : version, body);
  }
}
