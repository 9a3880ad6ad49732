package io.bighammer.services.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the kernel knows of a process of this machine.
 *
 * @param stopped whether it was sent SIGSTOP and does not run on; a process under a debugger counts as running
 * @param residentBytes 0 when unknown
 */
public record Vitals(boolean stopped, long residentBytes) {
    private static final String STATE = "State:";
    private static final String RESIDENT = "VmRSS:";
    private static final int KILOBYTE = 1024;

    /** Empty when there is no such process, or no /proc. */
    public static Optional<Vitals> of(long pid) {
        boolean stopped = false;
        long resident = 0;
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith(STATE)) {
                    stopped = value(line, STATE).startsWith("T");
                } else if (line.startsWith(RESIDENT)) {
                    resident = Long.parseLong(value(line, RESIDENT).split(" ")[0]) * KILOBYTE;
                    break;
                }
            }
            return Optional.of(new Vitals(stopped, resident));
        } catch (IOException | NumberFormatException unknown) {
            return Optional.empty();
        }
    }

    private static String value(String line, String key) {
        return line.substring(key.length()).strip();
    }
}
