package dev.sluice.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What the starter itself is told. All other properties under `sluice` are the sections of
/// sluice.yaml, by the same names, and lie over those of the file.
///
/// @param enabled whether there is a gateway at all
/// @param config a file in the form of sluice.yaml: `classpath:sluice.yaml`,
///   `file:/etc/sluice.yaml` or a path; empty where the properties say everything
@ConfigurationProperties("sluice")
public record SluiceProperties(
    @DefaultValue("true") boolean enabled, @DefaultValue("") String config) {}
