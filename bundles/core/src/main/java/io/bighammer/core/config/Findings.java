package io.bighammer.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong and what is doubtful while files are read, so that all of it can be said at once. Not shared. */
final class Findings {

    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    void error(Place place, String message) {
        errors.add(finding(place, message));
    }

    void warn(Place place, String message) {
        warnings.add(finding(place, message));
    }

    /** In the order of the files and their lines. */
    List<Finding> errors() {
        return sorted(errors);
    }

    /** In the order of the files and their lines. */
    List<Finding> warnings() {
        return sorted(warnings);
    }

    int count() {
        return errors.size();
    }

    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors());
        }
    }

    private static List<Finding> sorted(List<Finding> findings) {
        List<String> files = findings.stream().map(Finding::file).distinct().toList();
        return findings.stream()
                .sorted(Comparator.<Finding>comparingInt(finding -> files.indexOf(finding.file()))
                        .thenComparingInt(Finding::line))
                .toList();
    }

    static Finding finding(Place place, String message) {
        return new Finding(place.file(), place.line(), place.key(), message);
    }
}
