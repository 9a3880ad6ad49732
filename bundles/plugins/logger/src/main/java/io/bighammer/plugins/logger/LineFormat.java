package io.bighammer.plugins.logger;

import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;

/** How entries are told in the file: a line in UTF-8 for each. */
interface LineFormat {

    /**
     * Adds lines.
     *
     * @param entries gives one after another, then null
     */
    void append(Supplier<Entry> entries, ByteArrayOutputStream lines);
}
