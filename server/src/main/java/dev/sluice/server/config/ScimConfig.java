package dev.sluice.server.config;

import dev.sluice.config.provider.Secret;
import java.util.Optional;

/// How directories write people and groups: SCIM on the admin listener.
///
/// @param token what a directory shows as a bearer token
/// @param former the one before, which is good too while the directory gets the new one
/// @param url the address of the interface as directories see it, such as
///   `https://gateway.example.com/scim/v2`; empty: as each request names its host
public record ScimConfig(Secret token, Optional<Secret> former, Optional<String> url) {}
