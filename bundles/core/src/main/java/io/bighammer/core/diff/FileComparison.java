package io.bighammer.core.diff;

import io.bighammer.core.check.Audit;
import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.ConfigurationException;
import io.bighammer.core.config.ConfigurationReader;
import io.bighammer.core.config.Finding;
import io.bighammer.spi.Control;
import java.io.IOException;
import java.util.List;

/** {@code duang.sh diff}: the files as they are now against what is in force. */
public final class FileComparison {

    private FileComparison() {}

    public static Control.Comparison of(ConfigurationReader reader, Configuration running) {
        try {
            Configuration files = reader.read();
            List<String> errors = Audit.of(reader.home(), files).errors();
            return new Control.Comparison(errors, true, Difference.between(running, files));
        } catch (ConfigurationException e) {
            return failed(e.findings().stream().map(Finding::toString).toList());
        } catch (IOException e) {
            return failed(List.of("The plugin folder cannot be read: " + e.getMessage()));
        }
    }

    private static Control.Comparison failed(List<String> errors) {
        return new Control.Comparison(errors, false, List.of());
    }
}
