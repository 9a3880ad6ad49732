package io.bighammer.services.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LastWordsTest {

    @Test
    void ofPhpTheFirstLineMatters() {
        assertEquals(
                "PHP Parse error:  syntax error, unexpected token \"}\" in a.php on line 3", LastWords.essence("""

                        PHP Parse error:  syntax error, unexpected token "}" in a.php on line 3
                        Errors parsing a.php
                        """));
    }

    @Test
    void ofPythonTheErrorAndTheLastPlaceMatter() {
        assertEquals("SyntaxError: expected ':' (File \"/Develop/a.py\", line 7)", LastWords.essence("""
                        Traceback (most recent call last):
                          File "<string>", line 1, in <module>
                          File "/usr/lib/ast.py", line 50, in parse
                            return compile(source, filename)
                          File "/Develop/a.py", line 7
                            def handle(self)
                                            ^
                        SyntaxError: expected ':'
                        """));
    }

    @Test
    void ofNodeThePlaceAndTheErrorBelowMatter() {
        assertEquals("/Develop/a.js:3: SyntaxError: Unexpected token '}'", LastWords.essence("""
                        /Develop/a.js:3
                        }
                        ^

                        SyntaxError: Unexpected token '}'
                            at wrapSafe (node:internal/modules/cjs/loader:1378:20)
                        """));
    }

    @Test
    void ofAnythingElseTheFirstLineMatters() {
        assertEquals("panic: no luck", LastWords.essence("panic: no luck\n\ngoroutine 1 [running]:\n"));
        assertEquals("", LastWords.essence(" \n"));
    }
}
