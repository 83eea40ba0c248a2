package dev.sluice.lab.overhead;

import dev.sluice.lab.process.SelfSigned;
import java.nio.file.Path;

/// Configurations of nginx with one worker and `proxy_pass`.
final class NginxConfig {
  private NginxConfig() {}

  /// nginx without TLS, over HTTP/1.1 and over HTTP/2.
  ///
  /// @param http2 the port that is for HTTP/2
  /// @param provider the port of the provider
  static String plain(Path folder, int port, int http2, int provider) {
    return text(
        folder,
        provider,
        """
        listen 127.0.0.1:%d backlog=4096;
            listen 127.0.0.1:%d backlog=4096 http2;\
        """
            .formatted(port, http2),
        "proxy_pass http://provider;");
  }

  /// nginx whose clients speak TLS, with HTTP/1.1.
  ///
  /// @param upstreamToo whether the provider does too
  static String tls(Path folder, int port, SelfSigned pair, int provider, boolean upstreamToo) {
    return text(
        folder,
        provider,
        """
        listen 127.0.0.1:%d backlog=4096 ssl;
            ssl_certificate %s;
            ssl_certificate_key %s;
            ssl_protocols TLSv1.3;\
        """
            .formatted(port, pair.cert(), pair.key()),
        upstreamToo
            ? """
              proxy_pass https://provider;
                  proxy_ssl_protocols TLSv1.3;
                  proxy_ssl_verify on;
                  proxy_ssl_trusted_certificate %s;
                  proxy_ssl_server_name on;
                  proxy_ssl_name localhost;\
              """
                .formatted(pair.cert())
            : "proxy_pass http://provider;");
  }

  private static String text(Path folder, int provider, String listener, String upstream) {
    return """
    daemon off;
    worker_processes 1;
    worker_rlimit_nofile 20000;
    pid %1$s/nginx.pid;
    error_log stderr error;
    events { worker_connections 16384; }
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      client_body_buffer_size 64m;
      client_max_body_size 64m;
      keepalive_requests 1000000000;
      upstream provider {
        server 127.0.0.1:%2$d;
        keepalive 8192;
        keepalive_requests 1000000000;
      }
      server {
        %3$s
        location / {
          %4$s
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_buffering off;
          proxy_read_timeout 1h;
        }
      }
    }
    """
        .formatted(folder, provider, listener, upstream);
  }
}
