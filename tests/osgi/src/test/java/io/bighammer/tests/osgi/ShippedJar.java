package io.bighammer.tests.osgi;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the floors ask of a jar.
 *
 * @param name its symbolic name, or that of the file when it is no bundle
 * @param ownVersions the major versions of its class files that are BigHammer's
 * @param otherVersions those of its other class files, but for those that only a newer Java reads
 */
record ShippedJar(
        String name,
        String version,
        List<String> imports,
        List<String> exports,
        Set<Integer> ownVersions,
        Set<Integer> otherVersions) {
    private static final String OWN = "io/bighammer/";
    private static final Pattern CLAUSE = Pattern.compile("(?:[^,\"]++|\"[^\"]*+\")++");
    private static final int MAGIC_AND_MINOR = 6;

    static ShippedJar read(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            String name = manifest.getValue("Bundle-SymbolicName");
            return new ShippedJar(
                    name == null ? file.getFileName().toString() : name.replaceFirst(";.*", ""),
                    String.valueOf(manifest.getValue("Bundle-Version")),
                    Stream.of("Import-Package", "DynamicImport-Package")
                            .flatMap(header -> packages(manifest, header).stream())
                            .toList(),
                    packages(manifest, "Export-Package"),
                    classVersions(jar, true),
                    classVersions(jar, false));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    boolean isOurs() {
        return name.startsWith("io.bighammer.") && !name.equals("io.bighammer.junixsocket");
    }

    boolean isPlugin() {
        return name.startsWith("io.bighammer.plugins.");
    }

    private static List<String> packages(Attributes manifest, String header) {
        String value = manifest.getValue(header);
        return value == null
                ? List.of()
                : CLAUSE.matcher(value).results().flatMap(ShippedJar::names).toList();
    }

    /** One clause may name several packages: {@code a;b;version="1"}. */
    private static Stream<String> names(MatchResult clause) {
        return Stream.of(clause.group().split(";")).map(String::trim).takeWhile(part -> !part.contains("="));
    }

    private static Set<Integer> classVersions(JarFile jar, boolean own) throws IOException {
        Set<Integer> versions = new TreeSet<>();
        List<JarEntry> classes = jar.stream()
                .filter(entry -> entry.getName().endsWith(".class"))
                .filter(entry -> entry.getName().startsWith(OWN) == own)
                .filter(entry -> !entry.getName().startsWith("META-INF/versions/"))
                .toList();
        for (JarEntry entry : classes) {
            try (InputStream in = jar.getInputStream(entry)) {
                in.skipNBytes(MAGIC_AND_MINOR);
                versions.add(new DataInputStream(in).readUnsignedShort());
            }
        }
        return versions;
    }
}
