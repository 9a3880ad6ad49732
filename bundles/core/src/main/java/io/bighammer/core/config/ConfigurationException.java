package io.bighammer.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with every reason found. */
public final class ConfigurationException extends IllegalArgumentException {

    private final List<Finding> findings;

    public ConfigurationException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
