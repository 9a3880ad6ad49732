package io.bighammer.tests.osgi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The floors of the design, read off the manifests of what ships: everything leans on api and spi, and on nothing else of ours. */
class FloorsTest {
    private static final String API = "io.bighammer.api";
    private static final String SPI = "io.bighammer.spi";
    private static final Set<String> FLOORS = Set.of(API, SPI);
    private static final Version JETTY_FLOOR = Version.parse("12.1.14");
    private static final int JAVA_17 = 61;

    private static List<ShippedJar> jars;

    @BeforeAll
    static void readWhatShips() {
        Distribution distribution = Distribution.unpack();
        Stream<Path> libraries = distribution.libraries().stream().map(Distribution.Shipped::jar);
        jars = Stream.concat(libraries, distribution.plugins().stream())
                .map(ShippedJar::read)
                .toList();
    }

    @Test
    void apiSpiTheOtherBundlesAndThePluginsShip() {
        Set<String> names = jars.stream().map(ShippedJar::name).collect(Collectors.toSet());
        assertTrue(names.containsAll(FLOORS), () -> "the tar.gz lacks " + API + " or " + SPI + ": " + names);
        assertTrue(jars.stream().anyMatch(ShippedJar::isPlugin), () -> "the tar.gz has no plugin: " + names);
        assertTrue(
                jars.stream().filter(ShippedJar::isOurs).count() > FLOORS.size() + 1,
                () -> "the tar.gz has no bundle above api and spi: " + names);
    }

    @Test
    void onlyApiAndSpiExportPackages() {
        assertNone(
                jars.stream().filter(ShippedJar::isOurs).filter(jar -> !FLOORS.contains(jar.name())),
                ShippedJar::exports,
                "exports",
                "Only api and spi export packages. Take the @Version from the package's package-info.java;"
                        + " what others need belongs into spi, as an interface that is offered as a service.");
    }

    @Test
    void nothingImportsAPackageOfASibling() {
        assertNone(
                jars.stream().filter(ShippedJar::isOurs),
                jar -> jar.imports().stream()
                        .filter(name -> name.startsWith("io.bighammer.") && !FLOORS.contains(name))
                        .toList(),
                "imports",
                "Sibling bundles never import each other: they meet as OSGi services whose interfaces are in spi.");
    }

    @Test
    void pluginsImportNothingOfSpi() {
        assertNone(
                jars.stream().filter(ShippedJar::isPlugin),
                jar -> jar.imports().stream().filter(SPI::equals).toList(),
                "imports",
                "A plugin leans on api alone, or it breaks whenever the inside changes."
                        + " What it needs of the gateway belongs into api.");
    }

    @Test
    void apiImportsNothingButJavaAndOsgiAnnotations() {
        assertNone(
                jars.stream().filter(jar -> jar.name().equals(API)),
                jar -> jar.imports().stream()
                        .filter(name -> !name.startsWith("java.") && !name.startsWith("org.osgi.annotation."))
                        .toList(),
                "imports",
                "api is the lowest floor: a type of a library in it would bind every plugin to that library's version."
                        + " Wrap it, or put it into spi.");
    }

    @Test
    void spiImportsNothingButApiAndWhatBodiesAndConnectionsNeed() {
        Set<String> jetty = Set.of(
                "org.eclipse.jetty.util",
                "org.eclipse.jetty.util.ssl",
                "org.eclipse.jetty.util.thread",
                "org.eclipse.jetty.io",
                "org.eclipse.jetty.http");
        assertNone(
                jars.stream().filter(jar -> jar.name().equals(SPI)),
                jar -> jar.imports().stream()
                        .filter(name -> !name.startsWith("java") && !name.equals(API) && !jetty.contains(name))
                        .toList(),
                "imports",
                "spi is what core bundles say to each other; of libraries it may use jetty util, io and http only."
                        + " Keep the rest inside the bundle that needs it.");
    }

    @Test
    void onlyTheHttpDoorsUseTheServerOfJetty() {
        assertNone(
                jars.stream().filter(ShippedJar::isOurs).filter(jar -> !jar.name()
                        .equals("io.bighammer.http")),
                jar -> jar.imports().stream()
                        .filter(name -> name.startsWith("org.eclipse.jetty.server"))
                        .toList(),
                "imports",
                "The bundle http is the only user of jetty-server. Talk to it by the services of spi.");
    }

    @Test
    void jettyIsNotOlderThanTheVersionThatRefusesSmuggledChunks() {
        List<ShippedJar> jetty = jars.stream()
                .filter(jar -> jar.name().startsWith("org.eclipse.jetty."))
                .toList();
        assertFalse(jetty.isEmpty(), "no jar of Jetty ships; does this test still know their names?");
        assertNone(
                jetty.stream(),
                jar -> Version.parse(jar.version()).compareTo(JETTY_FLOOR) < 0 ? List.of(jar.version()) : List.of(),
                "has version",
                "Jetty below 12.1.7 lets a request be smuggled in a chunk's extension (CVE-2026-2332); the floor is "
                        + JETTY_FLOOR + ". Raise jetty.version in the root pom.");
    }

    @Test
    void jacksonShipsInOneMajorVersion() {
        // Jackson 3 shares its annotations with Jackson 2.
        Set<Version> majors = jars.stream()
                .filter(jar -> jar.name().contains("jackson") && !jar.name().endsWith("jackson-annotations"))
                .map(jar -> Version.parse(jar.version().replaceFirst("\\..*", "")))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(
                majors.size() == 1,
                () -> "Jackson ships in the major versions " + majors + ". There is one JSON library in one major"
                        + " version: use tools.jackson, and leave out of distribution/pom.xml what is not.");
    }

    @Test
    void theClassFilesAreThoseOfJava17() {
        assertNone(
                jars.stream(),
                jar -> Stream.concat(
                                jar.ownVersions().stream().filter(version -> version != JAVA_17),
                                jar.otherVersions().stream().filter(version -> version > JAVA_17))
                        .map(version -> "class files of version " + version)
                        .toList(),
                "holds",
                "Java 17 (class files of version 61) is the floor. Ours are built with maven.compiler.release 17;"
                        + " of a library choose a version that still runs on 17.");
    }

    private static void assertNone(
            Stream<ShippedJar> jars, Function<ShippedJar, List<String>> offences, String verb, String floor) {
        List<String> found = jars.filter(jar -> !offences.apply(jar).isEmpty())
                .map(jar -> jar.name() + " " + verb + " " + String.join(", ", offences.apply(jar)))
                .toList();
        if (!found.isEmpty()) {
            fail(floor + "\nBroken by:\n  " + String.join("\n  ", found));
        }
    }
}
