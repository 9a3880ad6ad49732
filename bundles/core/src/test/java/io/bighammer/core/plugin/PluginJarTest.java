package io.bighammer.core.plugin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginJarTest {

    @TempDir
    Path folder;

    @Test
    void aGoodJarIsReadWithItsName() throws Exception {
        Path file = TestJar.plugin("auth").writeTo(folder.resolve("a.jar"));

        PluginJar jar = PluginJar.read(file);

        assertEquals("auth", jar.name());
        assertArrayEquals(Files.readAllBytes(file), jar.bytes());
    }

    @Test
    void aClassForALaterJavaIsRefused() throws IOException {
        byte[] later = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 99};
        TestJar jar = TestJar.plugin("auth").entry("io/moon/Moon.class", later);

        assertTrue(refusal(jar.bytes())
                .startsWith("a.jar: is made for Java 55 (io/moon/Moon.class), and the gateway runs"));
    }

    @Test
    void aJarThatIsCutOffAnywhereIsRefused() throws IOException {
        byte[] whole = TestJar.plugin("auth").bytes();
        for (int length = 0; length < whole.length; length += 7) {
            byte[] part = Arrays.copyOf(whole, length);
            String refusal = refusal(part);
            assertTrue(
                    refusal.startsWith("a.jar: not a whole jar; copy it again (")
                            || refusal.startsWith("a.jar: not a bundle"),
                    () -> part.length + " of " + whole.length + " bytes: " + refusal);
        }
    }

    @Test
    void aJarThatIsCutOffBehindAnotherJarInItIsRefused() throws IOException {
        byte[] inner = TestJar.plugin("inner").bytes();
        byte[] outer = TestJar.plugin("auth").bytes();
        byte[] cut = Arrays.copyOf(outer, outer.length - 30 + inner.length);
        System.arraycopy(inner, 0, cut, outer.length - 30, inner.length);

        assertEquals("a.jar: not a whole jar; copy it again (its end is missing)", refusal(cut));
    }

    @Test
    void aJarWithASpoiltByteInAnEntryIsRefused() throws IOException {
        byte[] good = TestJar.plugin("auth").bytes();
        int refused = 0;
        for (int at = good.length / 4; at < good.length / 2; at++) {
            byte[] spoilt = good.clone();
            spoilt[at] ^= 0x55;
            try {
                read(spoilt);
            } catch (PluginException e) {
                refused++;
            }
        }
        // A time or an extra field may be anything; a class file may not.
        assertTrue(refused > (good.length / 4) * 9 / 10, refused + " of " + good.length / 4);
    }

    @Test
    void whatIsNoBundleIsRefused() throws IOException {
        assertEquals(
                "a.jar: not a bundle: META-INF/MANIFEST.MF is not its first entry",
                refusal(TestJar.plugin("auth").withoutManifest().bytes()));
        assertEquals(
                "a.jar: not a bundle: the manifest has no Bundle-SymbolicName",
                refusal(TestJar.plugin("auth")
                        .withoutHeader("Bundle-SymbolicName")
                        .bytes()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE html><title>404 Not Found</title>", "no jar at all", "p", "Pk"})
    void whatDoesNotBeginLikeAJarIsNotSaidToBeHalfOfOne(String text) {
        assertEquals(
                "a.jar: not a jar: it does not begin with \"PK\", as every jar does;"
                        + " look into it, it may be the page of an error that was downloaded in its place",
                refusal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aBundleThatExportsPackagesIsRefused() throws IOException {
        assertEquals(
                "a.jar: exports packages (a.b;version=\"1\"); a plugin exports nothing, so that it can be replaced alone",
                refusal(TestJar.plugin("auth")
                        .header("Export-Package", "a.b;version=\"1\"")
                        .bytes()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Require-Bundle", "Fragment-Host", "DynamicImport-Package"})
    void aBundleThatLeansOnMoreThanTheImportsItNamesIsRefused(String header) throws IOException {
        assertEquals(
                "a.jar: uses " + header + "; a plugin names the packages it needs in Import-Package",
                refusal(TestJar.plugin("auth").header(header, "*").bytes()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.bighammer.spi",
                "a;x=\"1,2\",io.bighammer.spi;version=\"[1.0,2)\"",
                "a;io.bighammer.spi;version=1",
                "a, io.bighammer.spi ;resolution:=optional"
            })
    void aBundleThatImportsSpiIsRefused(String imports) throws IOException {
        assertEquals(
                "a.jar: imports io.bighammer.spi; of BigHammer a plugin imports io.bighammer.api only",
                refusal(TestJar.plugin("auth").header("Import-Package", imports).bytes()));
    }

    @Test
    void aBundleMayImportWhatOnlyLooksLikeSpi() throws Exception {
        String imports = "io.bighammer.api,org.io.bighammer.spi,a;note=\"not, io.bighammer.spi\"";
        assertEquals(
                "auth",
                read(TestJar.plugin("auth").header("Import-Package", imports).bytes())
                        .name());
    }

    @Test
    void aBundleWithoutAPluginIsRefused() throws IOException {
        assertEquals(
                "a.jar: holds no plugin: no component with @PluginName",
                refusal(TestJar.plugin("auth").withoutDescription().bytes()));
    }

    @Test
    void aBundleWithTwoPluginsIsRefused() throws IOException {
        assertEquals(
                "a.jar: holds more than one plugin: auth, logger; put each into a jar of its own",
                refusal(TestJar.plugin("auth").described("logger").bytes()));
    }

    @Test
    void aPluginWhoseNameNoConfigurationCanSayIsRefused() throws IOException {
        assertEquals(
                "a.jar: \"My Plugin\" cannot be the name of a plugin;"
                        + " @PluginName takes lower-case letters, digits, \"-\", \"_\" and \".\"",
                refusal(TestJar.plugin("auth")
                        .withoutDescription()
                        .described("My Plugin")
                        .bytes()));
    }

    @Test
    void aComponentDescriptionThatIsNoXmlIsRefused() throws IOException {
        String refusal =
                refusal(TestJar.plugin("auth").entry("OSGI-INF/x.xml", "<a>").bytes());
        assertTrue(refusal.startsWith("a.jar: a component description in OSGI-INF cannot be read: "), refusal);
    }

    private PluginJar read(byte[] jar) throws IOException, PluginException {
        return PluginJar.read(Files.write(folder.resolve("a.jar"), jar));
    }

    private String refusal(byte[] jar) {
        return assertThrows(PluginException.class, () -> read(jar)).getMessage();
    }
}
