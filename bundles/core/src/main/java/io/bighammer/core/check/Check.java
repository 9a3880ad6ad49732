package io.bighammer.core.check;

import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.ConfigurationException;
import io.bighammer.core.config.ConfigurationReader;
import io.bighammer.core.config.Home;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code duang.sh check}: says all that is wrong with the configuration, without starting anything. */
public final class Check {

    private static final int GOOD = 0;
    private static final int BAD = 1;
    private static final int USAGE = 2;

    private final PrintStream out;

    Check(PrintStream out) {
        this.out = out;
    }

    /** @param args the home folder, and perhaps the folder to be checked instead of its {@code config} */
    public static void main(String[] args) {
        // UTF-8 whatever the locale says: keys and paths may be Chinese.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(new Check(out).run(args));
    }

    int run(String... args) {
        if (args.length < 1 || args.length > 2) {
            out.println("Usage: Check HOME [FOLDER]");
            return USAGE;
        }
        Home home = args.length == 1 ? Home.of(Path.of(args[0])) : new Home(Path.of(args[0]), Path.of(args[1]));
        try {
            return check(home, new ConfigurationReader(home).read());
        } catch (ConfigurationException e) {
            e.findings().forEach(out::println);
            out.println(count(e.findings().size(), "error"));
            return BAD;
        } catch (IOException e) {
            out.println("The plugin folder cannot be read: " + e.getMessage());
            return BAD;
        }
    }

    private int check(Home home, Configuration configuration) throws IOException {
        Audit audit = Audit.of(home, configuration);
        audit.errors().forEach(out::println);
        audit.warnings().forEach(warning -> out.println("warning: " + warning));
        out.println(
                !audit.errors().isEmpty()
                        ? count(audit.errors().size(), "error")
                        : "The configuration is good: "
                                + count(configuration.routes().size(), "route") + ", "
                                + count(configuration.services().size(), "service") + ", "
                                + count(audit.plugins(), "plugin") + ", "
                                + count(audit.warnings().size(), "warning"));
        return audit.errors().isEmpty() ? GOOD : BAD;
    }

    private static String count(int number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }
}
