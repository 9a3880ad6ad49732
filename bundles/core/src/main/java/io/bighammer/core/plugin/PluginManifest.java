package io.bighammer.core.plugin;

import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the manifest of a plugin must and must not say, so that it can be replaced alone. */
final class PluginManifest {
    private static final Pattern CLAUSE = Pattern.compile("(?:[^,\"]++|\"[^\"]*+\")++");
    private static final String OURS = "io.bighammer.";
    static final String API = "io.bighammer.api";

    private PluginManifest() {}

    /** @param manifest null when the jar has none */
    static void check(Manifest manifest) throws PluginException {
        if (manifest == null) {
            throw new PluginException("not a bundle: META-INF/MANIFEST.MF is not its first entry");
        }
        Attributes main = manifest.getMainAttributes();
        if (main.getValue("Bundle-SymbolicName") == null) {
            throw new PluginException("not a bundle: the manifest has no Bundle-SymbolicName");
        }
        if (main.getValue("Export-Package") != null) {
            throw new PluginException("exports packages (" + main.getValue("Export-Package")
                    + "); a plugin exports nothing, so that it can be replaced alone");
        }
        for (String header : new String[] {"Require-Bundle", "Fragment-Host", "DynamicImport-Package"}) {
            if (main.getValue(header) != null) {
                throw new PluginException(
                        "uses " + header + "; a plugin names the packages it needs in Import-Package");
            }
        }
        Optional<String> inside = imports(main)
                .filter(name -> name.startsWith(OURS) && !name.equals(API))
                .findFirst();
        if (inside.isPresent()) {
            throw new PluginException("imports " + inside.get() + "; of BigHammer a plugin imports " + API + " only");
        }
    }

    private static Stream<String> imports(Attributes main) {
        String header = main.getValue("Import-Package");
        return header == null
                ? Stream.empty()
                : CLAUSE.matcher(header).results().flatMap(PluginManifest::packages);
    }

    /** One clause may name several packages: {@code a;b;version="1"}. */
    private static Stream<String> packages(MatchResult clause) {
        return Stream.of(clause.group().split(";")).map(String::strip).takeWhile(part -> !part.contains("="));
    }
}
