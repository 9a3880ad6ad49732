package io.bighammer.core.config;

import java.util.ArrayList;
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

    List<Finding> errors() {
        return List.copyOf(errors);
    }

    List<Finding> warnings() {
        return List.copyOf(warnings);
    }

    int count() {
        return errors.size();
    }

    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors);
        }
    }

    private static Finding finding(Place place, String message) {
        return new Finding(place.file(), place.line(), place.key(), message);
    }
}
