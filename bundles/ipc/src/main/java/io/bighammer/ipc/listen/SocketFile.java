package io.bighammer.ipc.listen;

import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;

/**
 * The file of a listening Unix socket: makes way for it, sets who may connect, knows whether it is still the one that we
 * made, and removes that one only.
 */
public final class SocketFile {
    /** The kernel's limit is 108 with the NUL at the end. */
    private static final int MAX_PATH_BYTES = 107;

    private final Path path;
    private final String key;
    private final GatewayConfig.SocketAccess access;
    private volatile Object identity;

    /**
     * @param key of {@code config.json}, for messages
     * @param access whom the file lets connect
     */
    public SocketFile(Path path, String key, GatewayConfig.SocketAccess access) {
        this.path = path;
        this.key = key;
        this.access = access;
    }

    public Path path() {
        return path;
    }

    String key() {
        return key;
    }

    /** Makes sure that the path can be bound; removes the file of a listener that is gone. */
    public void makeWay() throws IOException {
        makeWay(false);
    }

    /** The same, and removes the socket of a program that listens as well: for a path that is ours. */
    public void takeBack() throws IOException {
        makeWay(true);
    }

    private void makeWay(boolean force) throws IOException {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_PATH_BYTES) {
            throw new IOException("%s: the path %s is %d bytes long, a Unix socket allows %d: choose a shorter one"
                    .formatted(key, path, length, MAX_PATH_BYTES));
        }
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!attributes().isOther()) {
            throw new IOException("%s: %s exists and is no socket: remove it or set another path".formatted(key, path));
        }
        if (!force && someoneListens()) {
            throw new IOException(
                    "%s: a running program listens on %s already: stop it or set another path".formatted(key, path));
        }
        Files.delete(path);
    }

    private boolean someoneListens() throws IOException {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isOpen();
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            throw new IOException("%s: cannot find out who listens on %s: %s".formatted(key, path, e.getMessage()), e);
        }
    }

    /** To be called after the path was bound. */
    public void bound() throws IOException {
        if (access.group().isPresent()) {
            giveTo(access.group().get());
        }
        Files.setPosixFilePermissions(path, access.mode());
        identity = attributes().fileKey();
    }

    private void giveTo(String group) throws IOException {
        UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
        try {
            Files.getFileAttributeView(path, PosixFileAttributeView.class)
                    .setGroup(names.lookupPrincipalByGroupName(group));
        } catch (IOException e) {
            throw new IOException(
                    "it cannot be given to the group '%s' of socket_group, in which the gateway's user must be: %s"
                            .formatted(group, e.getMessage()),
                    e);
        }
    }

    /** Whether the path still leads to the file that was bound; false when it was never bound. */
    public boolean isOurs() {
        try {
            return identity != null && identity.equals(attributes().fileKey());
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes the file that was bound; one that somebody else put in its place stays. */
    public void remove() throws IOException {
        if (isOurs()) {
            Files.deleteIfExists(path);
        }
        identity = null;
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
