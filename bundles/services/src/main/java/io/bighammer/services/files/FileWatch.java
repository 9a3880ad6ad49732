package io.bighammer.services.files;

import io.bighammer.services.time.Loop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Watches the files that the workers of each service have loaded, and tells when the content of some has changed: after 250 ms of
 * quiet, and 2 s after the first change at the latest. The system's events make it quick; a look at every file now and then finds
 * what they miss. All work is done on one thread; the methods may be called by any.
 */
public final class FileWatch implements AutoCloseable {
    private static final Duration QUIET = Duration.ofMillis(250);
    private static final Duration LATEST = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** So many files can be looked at each time without being noticed; for more it is done less often. */
    private static final int FILES_PER_LOOK = 1000;

    private final Loop thread = new Loop("bighammer-files");
    private final BiConsumer<String, List<Path>> changed;
    private final FolderEvents events;
    private final Map<String, WatchedFiles> services = new HashMap<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /** @param changed gets a service and those of its files that have changed */
    public FileWatch(BiConsumer<String, List<Path>> changed) {
        this.changed = changed;
        events = new FolderEvents(path -> thread.execute(() -> touched(path)));
        thread.after(LOOK, this::lookAtAll);
    }

    /** These and no others; those that were watched before keep the content that they are compared with. */
    public void only(String service, Collection<Path> files) {
        thread.execute(() -> {
            of(service).only(files);
            watchFolders();
        });
    }

    public void also(String service, Collection<Path> files) {
        thread.execute(() -> {
            of(service).also(files);
            watchFolders();
        });
    }

    /**
     * After a failed start nobody can say what would have been loaded: what the program complained of is watched as well, and the
     * files of the same kind beside its own.
     */
    public void afterFailure(String service, Collection<Path> files, String stderr) {
        thread.execute(() -> {
            of(service).also(files);
            of(service).alsoSuspects(stderr);
            watchFolders();
        });
    }

    /** What the files hold now is known. */
    public void accept(String service) {
        thread.execute(
                () -> Optional.ofNullable(services.get(service)).ifPresent(files -> files.accept(files.changes())));
    }

    public void forget(String service) {
        thread.execute(() -> {
            services.remove(service);
            counts.remove(service);
            watchFolders();
        });
    }

    /** How many files of a service are watched. */
    public int count(String service) {
        return counts.getOrDefault(service, 0);
    }

    @Override
    public void close() {
        events.close();
        thread.close();
    }

    private WatchedFiles of(String service) {
        return services.computeIfAbsent(service, name -> new WatchedFiles());
    }

    private void watchFolders() {
        Set<Path> folders = new HashSet<>();
        services.forEach((name, files) -> {
            folders.addAll(files.folders());
            counts.put(name, files.size());
        });
        events.watch(folders);
    }

    private void touched(Path path) {
        services.forEach((name, files) -> {
            if (files.concern(path)) {
                settle(name, files);
            }
        });
    }

    /** Waits for quiet. Each event moves the end of the wait, but not beyond the latest. */
    private void settle(String name, WatchedFiles files) {
        long now = System.nanoTime();
        if (!files.settling()) {
            files.settleBy(now + LATEST.toNanos());
        }
        long turn = files.nextTurn();
        long delay = Math.min(QUIET.toNanos(), Math.max(0, files.latest() - now));
        thread.after(Duration.ofNanos(delay), () -> {
            if (services.get(name) == files && files.isTurn(turn)) {
                files.settled();
                tell(name, files);
            }
        });
    }

    private void tell(String name, WatchedFiles files) {
        List<Path> news = files.changes();
        files.accept(news);
        if (!news.isEmpty()) {
            changed.accept(name, news);
        }
    }

    private void lookAtAll() {
        int count = 0;
        for (Map.Entry<String, WatchedFiles> service : services.entrySet()) {
            WatchedFiles files = service.getValue();
            count += files.size();
            if (!files.settling() && !files.changes().isEmpty()) {
                settle(service.getKey(), files);
            }
        }
        watchFolders();
        thread.after(LOOK.multipliedBy(1 + count / FILES_PER_LOOK), this::lookAtAll);
    }
}
