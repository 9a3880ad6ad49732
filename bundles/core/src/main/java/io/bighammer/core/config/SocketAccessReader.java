package io.bighammer.core.config;

import io.bighammer.spi.GatewayConfig;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code socket_mode}, {@code socket_group} and {@code socket_uids} of {@code config.json}. */
final class SocketAccessReader {
    private static final String OWN_MODE = "0600";
    private static final String SHAPE = "^0?[67][0-7][0-7]$";
    private static final Pattern MODE_SHAPE = Pattern.compile(SHAPE);
    private static final Kind<Set<PosixFilePermission>> MODE =
            Kinds.shaped(SHAPE, SocketAccessReader::mode).absent(OWN_MODE);
    private static final Kind<String> GROUP = Kinds.filled(SocketAccessReader::group);
    private static final Kind<Integer> USER = Kinds.number(0, Integer.MAX_VALUE);

    private final Findings findings;

    SocketAccessReader(Findings findings) {
        this.findings = findings;
    }

    GatewayConfig.SocketAccess read(Fields top) {
        Set<PosixFilePermission> mode = top.read("socket_mode", MODE).orElse(GatewayConfig.SocketAccess.OWN.mode());
        Optional<String> group = top.read("socket_group", GROUP);
        List<Integer> users = top.list("socket_uids", USER);
        GatewayConfig.SocketAccess access = new GatewayConfig.SocketAccess(mode, group, users);
        if (access.isOwn() && !users.isEmpty()) {
            findings.error(
                    top.place("socket_uids"),
                    "lets others in, but the file's mode does not; set \"socket_mode\" to \"0666\", or to \"0660\" with a"
                            + " \"socket_group\"");
        }
        if (access.isOwn() && group.isPresent()) {
            findings.error(
                    top.place("socket_group"), "has no effect without a \"socket_mode\" for the group, like \"0660\"");
        }
        return access;
    }

    /** As it is written. */
    static String octal(Set<PosixFilePermission> mode) {
        int bits = mode.stream().mapToInt(SocketAccessReader::bit).sum();
        return "0%o".formatted(bits);
    }

    /** They are in the order of the bits, from the owner's reading to others' executing. */
    private static int bit(PosixFilePermission permission) {
        return 1 << PosixFilePermission.OTHERS_EXECUTE.ordinal() - permission.ordinal();
    }

    private static Set<PosixFilePermission> mode(Value value) {
        String digits = Scalars.text(value);
        if (!MODE_SHAPE.matcher(digits).matches()) {
            throw Scalars.not("a file's mode in octal digits that begin with 6 or 7, like \"0660\"", value);
        }
        int bits = Integer.parseInt(digits, 8);
        Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((bits & bit(permission)) != 0) {
                mode.add(permission);
            }
        }
        return mode;
    }

    private static String group(Value value) {
        String name = Scalars.filledText(value);
        try {
            FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
            return name;
        } catch (IOException e) {
            throw Scalars.not("the name of a group on this machine", value);
        }
    }
}
