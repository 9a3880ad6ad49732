package io.bighammer.core.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Has a jar of the plugin folder looked at again, although it has not changed. */
public interface JarUpdate {

    /** @return why what is in the jar is not used; empty when it is */
    CompletableFuture<List<String>> update(Path jar);
}
