package io.bighammer.core.plugin;

import io.bighammer.core.config.PluginEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    /** The service property, and so the property in a component's description, that names a plugin. */
    static final String NAME_PROPERTY = "bighammer.plugin.name";

    private static final String SETTINGS_SCHEMA = "META-INF/bighammer/settings.schema.json";

    private static final byte[] BEGINNING = {'P', 'K'};
    private static final int END = 'P' | 'K' << 8 | 5 << 16 | 6 << 24;
    private static final int END_LENGTH = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int CLASS_FILES_OF_JAVA_0 = 44;

    /** Whether a file of the plugin folder is looked at. */
    public static boolean isJar(Path file) {
        return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
    }

    /** @throws PluginException when it is not a plugin, or not whole; the message begins with the file's name */
    public static PluginJar read(Path file) throws PluginException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return new PluginJar(file, check(bytes), bytes);
        } catch (PluginException e) {
            throw new PluginException(file.getFileName() + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) { // a broken archive makes its reader throw anything
            throw new PluginException(
                    file.getFileName() + ": not a whole jar; copy it again (" + e.getMessage() + ")", e);
        }
    }

    /** The JSON Schema of the plugin's settings, as its compiler put it into the jar. */
    public Optional<byte[]> settingsSchema() {
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bytes))) {
            for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                if (entry.getName().equals(SETTINGS_SCHEMA)) {
                    return Optional.of(jar.readAllBytes());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("a jar that could be read cannot be read again", e);
        }
    }

    /** Why it is refused beside a jar with the same plugin. */
    public String alreadyIn(Path other) {
        return file.getFileName() + ": plugin " + name + " is already in " + other.getFileName()
                + "; remove one of the two";
    }

    private static String check(byte[] bytes) throws IOException, PluginException {
        requireBeginningOfArchive(bytes);
        List<String> names = new ArrayList<>();
        Manifest manifest;
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bytes))) {
            manifest = jar.getManifest();
            for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                byte[] content = jar.readAllBytes(); // also checks the entry's length and CRC
                if (entry.getName().startsWith("OSGI-INF/") && entry.getName().endsWith(".xml")) {
                    names.addAll(pluginNames(content));
                }
                requireKnownJava(entry.getName(), content);
            }
        }
        requireEndOfArchive(bytes);
        PluginManifest.check(manifest);
        return onlyName(names);
    }

    /** Else it would be found out with the first request, or never be told. */
    private static void requireKnownJava(String entry, byte[] content) throws PluginException {
        if (!entry.endsWith(".class") || entry.startsWith("META-INF/") || content.length < 8) {
            return;
        }
        int wanted = ByteBuffer.wrap(content).getShort(6) - CLASS_FILES_OF_JAVA_0;
        int here = Runtime.version().feature();
        if (wanted > here) {
            throw new PluginException("is made for Java " + wanted + " (" + entry + "), and the gateway runs on Java "
                    + here + "; compile it for that one, or run the gateway on the later one");
        }
    }

    private static String onlyName(List<String> names) throws PluginException {
        if (names.size() != 1) {
            throw new PluginException(
                    names.isEmpty()
                            ? "holds no plugin: no component with @PluginName"
                            : "holds more than one plugin: " + String.join(", ", names)
                                    + "; put each into a jar of its own");
        }
        if (!PluginEntry.isName(names.get(0))) {
            throw new PluginException("\"" + names.get(0) + "\" cannot be the name of a plugin;"
                    + " @PluginName takes lower-case letters, digits, \"-\", \"_\" and \".\"");
        }
        return names.get(0);
    }

    /** Copying it again helps only what is too short to tell. */
    private static void requireBeginningOfArchive(byte[] bytes) throws PluginException {
        int length = Math.min(bytes.length, BEGINNING.length);
        if (!Arrays.equals(bytes, 0, length, BEGINNING, 0, length)) {
            throw new PluginException("not a jar: it does not begin with \"PK\", as every jar does;"
                    + " look into it, it may be the page of an error that was downloaded in its place");
        }
    }

    /** A stream of entries ends quietly where a jar was cut off between two of them: the directory at its end tells. */
    private static void requireEndOfArchive(byte[] bytes) throws PluginException {
        ByteBuffer archive = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int last = bytes.length - END_LENGTH;
        for (int at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
            if (archive.getInt(at) == END && archive.getInt(at + 12) + archive.getInt(at + 16) == at) {
                return;
            }
        }
        throw new PluginException("not a whole jar; copy it again (its end is missing)");
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
                        && NAME_PROPERTY.equals(xml.getAttributeValue(null, "name"))) {
                    names.add(String.valueOf(xml.getAttributeValue(null, "value")));
                }
            }
        } catch (XMLStreamException e) {
            throw new PluginException(
                    "a component description in OSGI-INF cannot be read: "
                            + e.getMessage().replaceAll("\\s+", " "),
                    e);
        }
        return names;
    }
}
