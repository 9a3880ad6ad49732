package io.bighammer.core.life;

import java.time.Instant;

/** What became of the changes of the configuration and of the plugins. Written by the configuration thread, read by any. */
final class Reloads {
    private volatile Figures figures = new Figures(0, 0, true, Instant.now());

    /**
     * @param lastMade whether the newest change was made
     * @param since when what is in force came to be so
     */
    record Figures(long made, long refused, boolean lastMade, Instant since) {}

    Figures figures() {
        return figures;
    }

    void made() {
        Figures before = figures;
        figures = new Figures(before.made + 1, before.refused, true, Instant.now());
    }

    void refused() {
        Figures before = figures;
        figures = new Figures(before.made, before.refused + 1, false, before.since);
    }
}
