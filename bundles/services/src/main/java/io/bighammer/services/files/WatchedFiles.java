package io.bighammer.services.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The files of one service, each with the content that it is compared with. Used by the watch's thread. */
final class WatchedFiles {
    /** An absolute path in a message: {@code in /a/b.php on line 3}, {@code File "/a/b.py", line 3}, {@code /a/b.js:3}. */
    private static final Pattern PATH = Pattern.compile("/[^\\s:\"'<>()]+\\.\\w+");

    private final Map<Path, Fingerprint> files = new HashMap<>();
    /** Any file here with one of these endings counts as one of the service's. */
    private final Set<Path> suspectFolders = new HashSet<>();

    private final Set<String> suspectEndings = new HashSet<>();
    private boolean suspectTouched;
    private boolean settling;
    private long latest;
    private long turn;

    void only(Collection<Path> wanted) {
        suspectFolders.clear();
        suspectEndings.clear();
        suspectTouched = false;
        files.keySet().retainAll(wanted.stream().map(Path::normalize).collect(Collectors.toSet()));
        also(wanted);
    }

    void also(Collection<Path> more) {
        more.forEach(file -> files.computeIfAbsent(file.normalize(), Fingerprint::of));
    }

    void alsoSuspects(String stderr) {
        Matcher paths = PATH.matcher(stderr);
        while (paths.find()) {
            Path path = Path.of(paths.group());
            if (Files.isRegularFile(path)) {
                also(List.of(path));
            }
        }
        for (Path file : files.keySet()) {
            suspectFolders.add(file.getParent());
            suspectEndings.add(ending(file));
        }
    }

    int size() {
        return files.size();
    }

    Set<Path> folders() {
        Set<Path> folders = new HashSet<>(suspectFolders);
        files.keySet().forEach(file -> folders.add(file.getParent()));
        return folders;
    }

    /** Whether an event at that path may be a change. */
    boolean concern(Path path) {
        if (files.containsKey(path)) {
            return true;
        }
        boolean suspect = suspectFolders.contains(path.getParent()) && suspectEndings.contains(ending(path));
        suspectTouched |= suspect;
        // A folder that has gone or come: what is in it may be another.
        return suspect || files.keySet().stream().anyMatch(file -> file.startsWith(path));
    }

    /** Those whose content is not what it was. */
    List<Path> changes() {
        List<Path> changes = files.entrySet().stream()
                .filter(file -> !file.getValue().still(file.getKey()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return changes.isEmpty() && suspectTouched ? List.copyOf(suspectFolders) : changes;
    }

    /** From now on these are compared with what they hold now. */
    void accept(List<Path> changes) {
        suspectTouched = false;
        changes.forEach(file -> files.computeIfPresent(file, (path, before) -> Fingerprint.of(path)));
    }

    boolean settling() {
        return settling;
    }

    void settleBy(long nanos) {
        settling = true;
        latest = nanos;
    }

    void settled() {
        settling = false;
    }

    long latest() {
        return latest;
    }

    long nextTurn() {
        return ++turn;
    }

    boolean isTurn(long asked) {
        return settling && asked == turn;
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(Math.max(0, name.lastIndexOf('.')));
    }
}
