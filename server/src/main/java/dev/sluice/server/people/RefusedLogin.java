package dev.sluice.server.people;

import dev.sluice.server.admin.Page;

/// The page of a login that did not succeed, for the browser that the provider has sent back: why,
/// and the way to the dashboard, where another one begins. It has no script, and nothing in it is
/// taken for one.
final class RefusedLogin {
  private static final String TYPE = "text/html; charset=utf-8";
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private RefusedLogin() {}

  static Page of(int status, String why) {
    String html =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Not logged in - Sluice</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <main class="login"><section class="panel">
        <header><h1>Not logged in</h1></header>
        <div class="body"><p class="error" role="alert">%s</p>
        <a class="button main" href="/">Go to the dashboard</a></div>
        </section></main>
        </body>
        </html>
        """
            .formatted(escaped(why));
    return new Page(status, TYPE, html)
        .with("content-security-policy", POLICY)
        .with("referrer-policy", "no-referrer");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
