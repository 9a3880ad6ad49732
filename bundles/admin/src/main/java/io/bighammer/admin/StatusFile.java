package io.bighammer.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code runtime/status.json} as the gateway is, for those who cannot ask it. A reader finds a whole file at any time; it
 * is gone when the gateway has stopped.
 */
@Component(service = {})
public final class StatusFile {
    private static final Logger log = LoggerFactory.getLogger(StatusFile.class);

    /** The first look at everything takes the machine from the start that it is about. */
    private static final long WHILE_STARTING_MILLIS = 500;

    /** A change that comes while it closes is nobody's concern any more. */
    private final ScheduledThreadPoolExecutor writer =
            new ScheduledThreadPoolExecutor(1, StatusFile::daemon, new ThreadPoolExecutor.DiscardPolicy());

    private final AtomicBoolean pending = new AtomicBoolean();
    private final Runnable listener = this::changed;
    private final StatusJson json = new StatusJson();
    private final GatewayStatus status;
    private final Path file;
    private boolean failing;

    @Activate
    public StatusFile(BundleContext bundle, @Reference GatewayStatus status) {
        this(Home.runtime(bundle), status);
    }

    StatusFile(Path runtime, GatewayStatus status) {
        this.status = status;
        file = runtime.resolve("status.json");
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        status.onChange(listener);
        changed();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "status-file");
        thread.setDaemon(true);
        return thread;
    }

    private void changed() {
        if (status.isStarting()) {
            writer.schedule(this::askForWrite, WHILE_STARTING_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            askForWrite();
        }
    }

    /** Many changes at once are one write. */
    private void askForWrite() {
        if (pending.compareAndSet(false, true)) {
            writer.execute(this::write);
        }
    }

    private void write() {
        // Before it looks: a change from here on is written by the next run.
        pending.set(false);
        try {
            Path whole = file.resolveSibling(".status.json.new");
            Files.writeString(whole, json.write(status.now()));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                failing = true;
                log.warn("Cannot write {}; it does not tell the present until that is mended", file, e);
            }
        }
    }

    @Deactivate
    void close() throws InterruptedException, IOException {
        status.removeListener(listener);
        writer.shutdown();
        writer.awaitTermination(2, TimeUnit.SECONDS);
        Files.deleteIfExists(file);
    }
}
