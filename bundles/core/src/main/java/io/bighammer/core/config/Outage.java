package io.bighammer.core.config;

/** A service that is wanted and cannot run; its routes answer 503. At a start that is borne, a change that brings it is refused. */
public record Outage(String service, Finding finding) {

    /** What is said of it while it lasts. */
    public String whileItLasts() {
        return finding + "; its routes answer 503";
    }
}
