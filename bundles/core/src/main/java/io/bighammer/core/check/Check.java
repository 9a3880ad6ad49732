package io.bighammer.core.check;

import io.bighammer.core.config.CertificateDates;
import io.bighammer.core.config.Configuration;
import io.bighammer.core.config.ConfigurationException;
import io.bighammer.core.config.ConfigurationReader;
import io.bighammer.core.config.Finding;
import io.bighammer.core.config.Home;
import io.bighammer.core.config.Outage;
import io.bighammer.core.config.Place;
import io.bighammer.core.config.PluginEntry;
import io.bighammer.core.config.RouteConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        Path folder = configuration.gateway().files().pluginFolder();
        PluginJars jars = PluginJars.of(folder);
        SettingsCheck settings = new SettingsCheck(jars.jars());
        settings.check(configuration);
        List<String> errors = new ArrayList<>();
        jars.refused().forEach(jar -> errors.add(home.shown(folder) + "/" + jar));
        Stream.of(
                        missingPlugins(configuration, jars.names(), home.shown(folder)).stream(),
                        settings.errors().stream(),
                        configuration.outages().stream().map(Outage::finding))
                .flatMap(findings -> findings)
                .forEach(finding -> errors.add(finding.toString()));
        List<Finding> warnings = new ArrayList<>(configuration.warnings());
        warnings.addAll(settings.warnings());
        warnings.addAll(CertificateDates.warnings(configuration, Instant.now()));
        errors.forEach(out::println);
        warnings.forEach(warning -> out.println("warning: " + warning));
        out.println(
                !errors.isEmpty()
                        ? count(errors.size(), "error")
                        : "The configuration is good: "
                                + count(configuration.routes().size(), "route") + ", "
                                + count(configuration.services().size(), "service") + ", "
                                + count(jars.names().size(), "plugin") + ", "
                                + count(warnings.size(), "warning"));
        return errors.isEmpty() ? GOOD : BAD;
    }

    /** The uses of a plugin that no jar brings; a plugin that is switched off need not be there. */
    private static List<Finding> missingPlugins(Configuration configuration, Set<String> present, String folder) {
        Set<String> off = configuration.plugins().stream()
                .filter(entry -> !entry.enabled())
                .map(PluginEntry::name)
                .collect(Collectors.toSet());
        String names = present.isEmpty() ? "none" : String.join(", ", present);
        List<Finding> missing = new ArrayList<>();
        for (RouteConfig route : configuration.routes()) {
            for (RouteConfig.PluginUse use : route.plugins()) {
                if (!present.contains(use.name()) && !off.contains(use.name())) {
                    missing.add(missing(use.place(), use.name(), folder, names, "this route answers 503"));
                }
            }
        }
        for (PluginEntry entry : configuration.plugins()) {
            if (entry.global() && entry.enabled() && !present.contains(entry.name())) {
                missing.add(missing(entry.place(), entry.name(), folder, names, "all routes answer 503"));
            }
        }
        return missing;
    }

    private static Finding missing(Place place, String name, String folder, String present, String effect) {
        String message =
                "no jar in " + folder + " is the plugin " + name + " (there: " + present + "); until then " + effect;
        return new Finding(place.file(), place.line(), place.key(), message);
    }

    private static String count(int number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }
}
