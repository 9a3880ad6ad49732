package io.bighammer.services.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's events for the files in some folders; none where the system has no more to give. Driven by one thread; events come on
 * another.
 */
final class FolderEvents implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FolderEvents.class);

    /** @param identity of the folder itself, which may be replaced by another of the same name */
    private record Watched(WatchKey key, Object identity) {}

    private final Consumer<Path> touched;
    private final Optional<WatchService> events;
    private final Map<Path, Watched> folders = new HashMap<>();
    private boolean complained;

    /** @param touched gets the path of a file, or of a folder when something in it was missed */
    FolderEvents(Consumer<Path> touched) {
        this.touched = touched;
        events = open();
        events.ifPresent(service -> {
            Thread taker = new Thread(() -> take(service), "bighammer-file-events");
            taker.setDaemon(true);
            taker.start();
        });
    }

    /** These folders and no others; to be repeated now and then, for those that were not there, or are others by now. */
    void watch(Set<Path> wanted) {
        folders.entrySet().removeIf(folder -> {
            boolean stale = !wanted.contains(folder.getKey())
                    || !folder.getValue().key().isValid()
                    || !folder.getValue().identity().equals(identity(folder.getKey()));
            if (stale) {
                folder.getValue().key().cancel();
            }
            return stale;
        });
        wanted.stream().filter(folder -> !folders.containsKey(folder)).forEach(this::register);
    }

    @Override
    public void close() {
        events.ifPresent(service -> {
            try {
                service.close();
            } catch (IOException failure) {
                log.debug("The file events could not be closed", failure);
            }
        });
    }

    private static Optional<WatchService> open() {
        try {
            return Optional.of(FileSystems.getDefault().newWatchService());
        } catch (IOException | UnsupportedOperationException none) {
            log.warn(
                    "This system gives no file events ({}); changed code is noticed after a few seconds",
                    none.toString());
            return Optional.empty();
        }
    }

    private void register(Path folder) {
        if (events.isEmpty() || !Files.isDirectory(folder)) {
            return;
        }
        try {
            WatchKey key = folder.register(
                    events.get(),
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            folders.put(folder, new Watched(key, identity(folder)));
        } catch (IOException failure) {
            if (!complained) {
                complained = true;
                log.warn(
                        "{} cannot be watched ({}); changes there are noticed after a few seconds. On Linux the limit is"
                                + " fs.inotify.max_user_watches.",
                        folder,
                        failure.getMessage());
            }
        }
    }

    private static Object identity(Path folder) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return key == null ? attributes.creationTime() : key;
        } catch (IOException gone) {
            return "gone";
        }
    }

    private void take(WatchService service) {
        try {
            while (true) {
                WatchKey key = service.take();
                Path folder = (Path) key.watchable();
                for (WatchEvent<?> event : key.pollEvents()) {
                    boolean known = event.context() instanceof Path;
                    touched.accept(known ? folder.resolve((Path) event.context()) : folder);
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException closed) {
            log.debug("The file events have ended");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
