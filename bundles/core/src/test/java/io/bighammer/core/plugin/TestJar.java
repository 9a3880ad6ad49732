package io.bighammer.core.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes the jar of a plugin, or of what is not quite one. Unless told otherwise it is a good one. */
public final class TestJar {
    private static final String ACTIVATOR = "io/bighammer/core/plugin/TestPluginActivator";

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private boolean hasManifest = true;

    private TestJar() {}

    /** A bundle whose activator offers a plugin of the name. */
    public static TestJar plugin(String name) {
        return new TestJar()
                .header("Manifest-Version", "1.0")
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", "test." + name)
                .header("Bundle-Activator", ACTIVATOR.replace('/', '.'))
                .header("Import-Package", "io.bighammer.api;version=\"[1.0,2)\",org.osgi.framework")
                .header(TestPluginActivator.NAME_HEADER, name)
                .described(name)
                .classFile(ACTIVATOR)
                .classFile(ACTIVATOR + "$Empty");
    }

    public TestJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public TestJar withoutHeader(String name) {
        headers.remove(name);
        return this;
    }

    public TestJar withoutManifest() {
        hasManifest = false;
        return this;
    }

    public TestJar withoutDescription() {
        entries.keySet().removeIf(name -> name.startsWith("OSGI-INF/"));
        return this;
    }

    /** Adds the description of a component that is a plugin. */
    public TestJar described(String name) {
        return entry("OSGI-INF/" + entries.size() + ".xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="x">
                  <property name="bighammer.plugin.name" type="String" value="%s"/>
                </scr:component>
                """.formatted(name));
    }

    public TestJar entry(String name, String content) {
        return entry(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public TestJar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    private TestJar classFile(String name) {
        try (InputStream in = TestJar.class.getResourceAsStream("/" + name + ".class")) {
            entries.put(name + ".class", in.readAllBytes());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            if (hasManifest) {
                jar.putNextEntry(new JarEntry(JarFile.MANIFEST_NAME));
                manifest().write(jar);
            }
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private Manifest manifest() {
        Manifest manifest = new Manifest();
        headers.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        return manifest;
    }

    /** Puts it in place in one step, as a careful person does. */
    public Path writeTo(Path file) throws IOException {
        Path written = Files.write(file.resolveSibling(file.getFileName() + ".new"), bytes());
        return Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
