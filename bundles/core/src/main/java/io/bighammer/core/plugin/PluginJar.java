package io.bighammer.core.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A jar of the plugin folder, read whole and looked through before a framework sees it.
 *
 * @param name of the plugin in it
 * @param bytes exactly what was looked through
 */
public record PluginJar(Path file, String name, byte[] bytes) {
    private static final List<String> FORBIDDEN_IMPORTS =
            List.of("io.bighammer.spi", "io.bighammer.core", "io.bighammer.ipc", "io.bighammer.services");

    /** @throws PluginException when it is not a plugin, or not whole; the message names the file */
    public static PluginJar read(Path file) throws PluginException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return new PluginJar(file, check(bytes), bytes);
        } catch (IOException e) {
            throw new PluginException(file.getFileName() + ": not a whole jar: " + e.getMessage(), e);
        } catch (PluginException e) {
            throw new PluginException(file.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private static String check(byte[] bytes) throws IOException, PluginException {
        List<String> names = new ArrayList<>();
        Manifest manifest;
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bytes))) {
            manifest = jar.getManifest();
            for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                byte[] content = jar.readAllBytes(); // also checks the entry's length and CRC
                if (entry.getName().startsWith("OSGI-INF/") && entry.getName().endsWith(".xml")) {
                    names.addAll(pluginNames(content));
                }
            }
        }
        requireEndOfArchive(bytes);
        checkManifest(manifest);
        if (names.size() != 1) {
            throw new PluginException(
                    names.isEmpty()
                            ? "holds no plugin: no component with @PluginName"
                            : "holds more than one plugin: " + String.join(", ", names));
        }
        return names.get(0);
    }

    private static void checkManifest(Manifest manifest) throws PluginException {
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
        if (main.getValue("Require-Bundle") != null || main.getValue("Fragment-Host") != null) {
            throw new PluginException("uses Require-Bundle or Fragment-Host; a plugin imports packages");
        }
        String imports = main.getValue("Import-Package");
        for (String forbidden : FORBIDDEN_IMPORTS) {
            if (imports != null && imports.contains(forbidden)) {
                throw new PluginException(
                        "imports " + forbidden + "; of BigHammer a plugin imports io.bighammer.api only");
            }
        }
    }

    /** A stream of entries ends quietly where a jar was cut off between two of them: the directory at its end tells. */
    private static void requireEndOfArchive(byte[] bytes) throws PluginException {
        int earliest = Math.max(0, bytes.length - 22 - 0xffff);
        for (int at = bytes.length - 22; at >= earliest; at--) {
            if (bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] == 5 && bytes[at + 3] == 6) {
                return;
            }
        }
        throw new PluginException("not a whole jar: its end is missing");
    }

    private static List<String> pluginNames(byte[] componentXml) throws PluginException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        List<String> names = new ArrayList<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(componentXml));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("property")
                        && DeployedPlugin.NAME.equals(xml.getAttributeValue(null, "name"))) {
                    names.add(xml.getAttributeValue(null, "value"));
                }
            }
        } catch (XMLStreamException e) {
            throw new PluginException("a component description in OSGI-INF cannot be read: " + e.getMessage(), e);
        }
        return names;
    }
}
