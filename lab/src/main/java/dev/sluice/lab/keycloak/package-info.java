/// `lab keycloak`: people log in at Keycloak, make a key, lose a role and are logged out, each step
/// over HTTP as a browser and a terminal send it.
///
/// ```text
/// KeycloakLab       the experiment: the steps, and what has become of each
///   Keycloak          the identity provider, a process of its own, with its realm
///   WebBrowser        cookies, redirects and forms
/// ```
@NullMarked
package dev.sluice.lab.keycloak;

import org.jspecify.annotations.NullMarked;
