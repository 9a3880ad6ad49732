package io.bighammer.plugins.logger;

import io.bighammer.api.Attribute;
import io.bighammer.api.Context;
import io.bighammer.api.NonBlocking;
import io.bighammer.api.Plugin;
import io.bighammer.api.PluginConfig;
import io.bighammer.api.PluginName;
import io.bighammer.plugins.logger.Entry.Visit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;

/** The access log: a line for each request that reaches this plugin, written when the request has ended. */
@Component(scope = ServiceScope.PROTOTYPE)
@PluginName("logger")
@NonBlocking
public final class LoggerPlugin implements Plugin {
    private static final long MEGABYTE = 1024 * 1024;

    private LogWriter writer;

    @Override
    public void init(PluginConfig config) throws IOException {
        Settings settings = config.as(Settings.class);
        Path home = Path.of(System.getProperty("bighammer.home", "")).toAbsolutePath();
        LogFile file = new LogFile(settings.path(home), settings.maxSizeMb() * MEGABYTE, settings.keep());
        LineFormat format =
                switch (settings.format()) {
                    case JSON -> new JsonFormat();
                    case COMBINED -> new CombinedFormat();
                };
        writer = new LogWriter(file, format).start();
    }

    @Override
    public void handleRequest(Context context) {
        Visit visit = Visit.of(context.request(), Instant.now());
        context.onEnd(outcome -> writer.write(new Entry(visit, context.attribute(Attribute.USER), outcome)));
    }

    @Override
    public void close() throws InterruptedException {
        if (writer != null) {
            writer.close();
        }
    }
}
