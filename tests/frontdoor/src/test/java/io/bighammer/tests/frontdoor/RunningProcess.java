package io.bighammer.tests.frontdoor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process of this machine as /proc shows it; one that is dead and not yet waited for has no command line and does not count. */
record RunningProcess(long pid, String commandLine) {

    /** Those on whose command line the folder, or a file in it, stands. */
    static List<RunningProcess> naming(Path folder) {
        return ProcessHandle.allProcesses()
                .map(process -> new RunningProcess(process.pid(), commandLine(process.pid())))
                .filter(process -> process.names(folder))
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private boolean names(Path folder) {
        return commandLine.contains(folder + "/") || commandLine.contains(folder + " ");
    }

    boolean isPhp() {
        return commandLine.contains("Develop/") && !commandLine.contains("-Dbighammer.home=");
    }

    boolean isAlive() {
        return commandLine(pid).equals(commandLine);
    }

    /** Sends SIGKILL. */
    void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
