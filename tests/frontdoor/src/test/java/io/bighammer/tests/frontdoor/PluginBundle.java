package io.bighammer.tests.frontdoor;

import io.bighammer.api.Plugin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A class of these tests made into the jar of a plugin, as bnd would do it, or into what is not quite one. */
final class PluginBundle {
    private static final String COMPONENT = "OSGI-INF/component.xml";
    private static final String API = "io.bighammer.api;version=\"[1.0,2)\"";

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private PluginBundle(String name, Class<? extends Plugin> plugin, Class<?>... services) {
        header("Manifest-Version", "1.0");
        header("Bundle-ManifestVersion", "2");
        header("Bundle-SymbolicName", plugin.getName());
        header("Bundle-Version", "1.0.0");
        header("Import-Package", API + imports(services));
        header("Service-Component", COMPONENT);
        header(
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.5.0)(!(version>=2.0.0)))\"");
        entry(COMPONENT, component(name, plugin, services).getBytes(StandardCharsets.UTF_8));
        withClass(plugin);
    }

    /** @param services that the plugin needs, each taken by a method {@code take} */
    static PluginBundle of(String name, Class<? extends Plugin> plugin, Class<?>... services) {
        return new PluginBundle(name, plugin, services);
    }

    PluginBundle version(int major) {
        return header("Bundle-Version", major + ".0.0");
    }

    PluginBundle header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    PluginBundle without(String header) {
        headers.remove(header);
        return this;
    }

    /** Without any, there is no manifest. */
    PluginBundle withoutHeaders() {
        headers.clear();
        return this;
    }

    /** And the classes inside it. */
    PluginBundle withClass(Class<?> compiled) {
        classFiles(compiled).forEach(file -> entry(packageFolder(compiled) + file.getFileName(), read(file)));
        return this;
    }

    PluginBundle entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    PluginBundle withoutEntry(String end) {
        entries.keySet().removeIf(name -> name.endsWith(end));
        return this;
    }

    byte[] classFile(Class<?> plugin) {
        return entries.get(plugin.getName().replace('.', '/') + ".class");
    }

    void writeTo(Path jar) {
        put(jar, bytes());
    }

    /** As cp and mv do it: the jar is never half there. */
    static void put(Path jar, byte[] bytes) {
        try {
            Path made = Files.write(jar.resolveSibling(jar.getFileName() + ".new"), bytes);
            Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            if (!headers.isEmpty()) {
                jar.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
                manifest().write(jar);
            }
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Manifest manifest() {
        Manifest manifest = new Manifest();
        headers.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        return manifest;
    }

    private static String packageFolder(Class<?> plugin) {
        return plugin.getPackageName().replace('.', '/') + "/";
    }

    /** Its own and those of the classes inside it. */
    private static List<Path> classFiles(Class<?> plugin) {
        try {
            Path folder = Path.of(plugin.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolve(packageFolder(plugin));
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file ->
                                file.getFileName().toString().matches(plugin.getSimpleName() + "(\\$.*)?\\.class"))
                        .sorted()
                        .toList();
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What of Java is not in java.base, a bundle imports like anything else. */
    private static String imports(Class<?>... services) {
        return Stream.of(services)
                .map(Class::getPackageName)
                .filter(name -> name.startsWith("javax."))
                .distinct()
                .map(name -> "," + name)
                .collect(Collectors.joining());
    }

    static String component(String name, Class<?> plugin, Class<?>... services) {
        String references = Stream.of(services)
                .map(Class::getName)
                .map(service -> "<reference name=\"%1$s\" interface=\"%1$s\" bind=\"take\"/>".formatted(service))
                .collect(Collectors.joining());
        return """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%2$s">
                  <property name="bighammer.plugin.name" type="String" value="%1$s"/>
                  <service scope="prototype">
                    <provide interface="%3$s"/>
                  </service>
                  %4$s
                  <implementation class="%2$s"/>
                </scr:component>
                """.formatted(name, plugin.getName(), Plugin.class.getName(), references);
    }
}
