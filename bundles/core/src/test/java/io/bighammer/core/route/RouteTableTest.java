package io.bighammer.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private static final List<String> PATHS = List.of(
            "/",
            "/a",
            "/a/",
            "/a/b",
            "/a/{x}",
            "/a/{x}/c",
            "/a/b/d",
            "/users/{id}",
            "/users/me",
            "/users/{id}/posts/{post}",
            "/users/{id}/*",
            "/files/*",
            "/files/readme",
            "/files/{name}/raw",
            "/deep/{one}/x/{two}/y",
            "/deep/*",
            "/接口/{编号}");

    @ParameterizedTest(name = "{0} → {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /                      | /                        | {}
            /a                     | /a                       | {}
            /a/                    | /a/                      | {}
            /a/b                   | /a/b                     | {}
            /a/q                   | /a/{x}                   | {x=q}
            /a/b/c                 | /a/{x}/c                 | {x=b}
            /a/b/d                 | /a/b/d                   | {}
            /a/b/e                 | -                        |
            /a/b/c/                | -                        |
            /b                     | -                        |
            //                     | -                        |
            //a                    | -                        |
            /A                     | -                        |
            /ab                    | -                        |
            /users                 | -                        |
            /users/                | -                        |
            /users/me              | /users/me                | {}
            /users/7               | /users/{id}              | {id=7}
            /users/me/posts/9      | /users/{id}/posts/{post} | {id=me, post=9}
            /users/7/posts/        | /users/{id}/*            | {id=7, *=posts/}
            /users/7/likes/3/x     | /users/{id}/*            | {id=7, *=likes/3/x}
            /users/7/              | /users/{id}/*            | {id=7, *=}
            /files                 | /files/*                 | {*=}
            /files/                | /files/*                 | {*=}
            /files/a/b             | /files/*                 | {*=a/b}
            /files//b              | /files/*                 | {*=/b}
            /files/readme          | /files/readme            | {}
            /files/readme/         | /files/*                 | {*=readme/}
            /files/readme/raw      | /files/{name}/raw        | {name=readme}
            /files/readme/raw/x    | /files/*                 | {*=readme/raw/x}
            /filesystem            | -                        |
            /deep/1/x/2/y          | /deep/{one}/x/{two}/y    | {one=1, two=2}
            /deep/1/x/2/z          | /deep/*                  | {*=1/x/2/z}
            /接口/七                | /接口/{编号}               | {编号=七}
            a                      | -                        |
            *                      | -                        |
            ''                     | -                        |
            """)
    void aPathFindsItsRoute(String path, String expected, String params) {
        Lookup<String> found = table(PATHS).find("GET", "", path, HttpFields.EMPTY);

        String described =
                found instanceof Lookup.Match<String> match ? match.route() + " " + match.params() : "- null";
        assertEquals(expected + " " + params, described);
    }

    @ParameterizedTest(name = "{0} of {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /files/*     | /files/a/b       | /a/b
            /files/*     | /files/          | /
            /files/*     | /files           | /
            /{x}/v1/*    | /app/v1/q        | /q
            /*           | /a/b             | /a/b
            /*           | /                | /
            /{x}         | /a               | /a
            """)
    void whatStandsBeforeTheTailIsStripped(String pattern, String path, String stripped) {
        assertEquals(stripped, match(table(List.of(pattern)), "GET", path).strippedPath(path));
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
            GET      | /get      | get
            HEAD     | /get      | get
            POST     | /get      | GET, HEAD, OPTIONS
            OPTIONS  | /get      | GET, HEAD, OPTIONS
            PROPFIND | /get      | GET, HEAD, OPTIONS
            get      | /get      | GET, HEAD, OPTIONS
            GET      | /two      | two-get
            HEAD     | /two      | two-head
            POST     | /two      | two-post
            DELETE   | /two      | GET, HEAD, POST, OPTIONS
            POST     | /post     | post
            HEAD     | /post     | POST, OPTIONS
            GET      | /any      | any
            HEAD     | /any      | any
            OPTIONS  | /any      | any
            PROPFIND | /any      | any
            WS       | /any      | GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS
            PUT      | /both     | both-put
            PATCH    | /both     | both-any
            OPTIONS  | /own      | own
            GET      | /own      | OPTIONS
            WS       | /chat     | chat
            GET      | /chat     | only WebSockets
            OPTIONS  | /chat     | only WebSockets
            POST     | /chat/x   | -
            POST     | /talk     | GET, HEAD, OPTIONS
            GET      | /mixed/x  | mixed-exact
            POST     | /mixed/x  | mixed-tail
            DELETE   | /mixed/x  | GET, HEAD, POST, OPTIONS
            POST     | /none     | -
            """)
    void aMethodFindsItsRouteOrWhatIsAllowed(String method, String path, String expected) {
        RouteTable<String> table = RouteTable.of(List.of(
                entry("get", "/get", "GET"),
                entry("two-get", "/two", "GET"),
                entry("two-head", "/two", "HEAD"),
                entry("two-post", "/two", "POST"),
                entry("post", "/post", "POST"),
                entry("any", "/any"),
                entry("both-any", "/both"),
                entry("both-put", "/both", "PUT"),
                entry("own", "/own", "OPTIONS"),
                entry("chat", "/chat", "WS"),
                entry("talk", "/talk", "WS"),
                entry("talk-page", "/talk", "GET"),
                entry("mixed-exact", "/mixed/x", "GET"),
                entry("mixed-tail", "/mixed/*", "POST")));

        assertEquals(expected, describe(table.find(method, "", path, HttpFields.EMPTY)));
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
            example.com            | 1   | header
            example.com            | 2   | exact
            EXAMPLE.COM:8080       | ''  | exact
            a.example.com          | ''  | wildcard
            a.b.Example.com:80     | ''  | wildcard
            .example.com           | ''  | any
            notexample.com         | ''  | any
            example.org            | 1   | any-header
            [::1]:8080             | ''  | ipv6
            [::1]                  | ''  | ipv6
            ''                     | ''  | any
            """)
    void hostAndHeadersChooseAmongRoutesOfOnePath(String host, String version, String expected) {
        RouteTable<String> table = RouteTable.of(List.of(
                conditional("any", Set.of(), Map.of(), 0),
                conditional("any-header", Set.of(), Map.of("X-Version", "1"), 0),
                conditional("wildcard", Set.of("*.example.com"), Map.of(), 0),
                conditional("exact", Set.of("Example.com"), Map.of(), 0),
                conditional("header", Set.of("example.com"), Map.of("x-version", "1"), 0),
                conditional("ipv6", Set.of("[::1]"), Map.of(), 0)));
        HttpFields fields =
                version.isEmpty() ? HttpFields.EMPTY : HttpFields.build().add("X-VERSION", version);

        assertEquals(expected, describe(table.find("GET", host, "/p", fields)));
    }

    @Test
    void theHighestPriorityServesWhateverIsMoreExact() {
        RouteTable<String> table = RouteTable.of(List.of(
                entry("exact", "/a/b", "GET"),
                prioritised("tail", "/*", 5),
                prioritised("param", "/a/{x}", 3),
                prioritised("low", "/a/c", -1)));

        assertEquals("tail", describe(table.find("GET", "", "/a/b", HttpFields.EMPTY)));
        assertEquals("tail", describe(table.find("GET", "", "/a/c", HttpFields.EMPTY)));
    }

    @Test
    void aGetOfHigherPriorityServesHeadBeforeAHeadOfLower() {
        RouteTable<String> table = RouteTable.of(List.of(
                entry("head", "/a", "HEAD"),
                new RouteTable.Entry<>(
                        new Conditions(new PathPattern("/a"), Set.of("GET"), Set.of(), Map.of(), 1), "get")));

        assertEquals("get", describe(table.find("HEAD", "", "/a", HttpFields.EMPTY)));
    }

    @Test
    void aRouteWhoseConditionsFailIsNotCountedAsAllowed() {
        RouteTable<String> table = RouteTable.of(List.of(conditional("x", Set.of("example.com"), Map.of(), 0)));

        assertInstanceOf(Lookup.NotFound.class, table.find("POST", "other.com", "/p", HttpFields.EMPTY));
    }

    @Test
    void theNearestDomainGoesFirst() {
        RouteTable<String> table = RouteTable.of(List.of(
                conditional("far", Set.of("*.example.com"), Map.of("X-Version", "1"), 0),
                conditional("near", Set.of("*.a.example.com"), Map.of(), 0)));
        HttpFields version = HttpFields.build().add("X-Version", "1");

        assertEquals("near", describe(table.find("GET", "x.a.example.com", "/p", version)));
        assertEquals("far", describe(table.find("GET", "x.b.example.com", "/p", version)));
    }

    @Test
    void aPriorityGoesBeforeTheNearestHost() {
        RouteTable<String> table = RouteTable.of(List.of(
                conditional("near", Set.of("a.example.com"), Map.of(), 0),
                conditional("far", Set.of("*.com"), Map.of(), 1),
                conditional("any", Set.of(), Map.of(), 2)));

        assertEquals("any", describe(table.find("GET", "a.example.com", "/p", HttpFields.EMPTY)));
    }

    @Test
    void theOrderOfTheFileDecidesLast() {
        RouteTable<String> table = RouteTable.of(List.of(
                conditional("first", Set.of(), Map.of("A", "1"), 0),
                conditional("second", Set.of(), Map.of("B", "1"), 0)));
        HttpFields both = HttpFields.build().add("B", "1").add("A", "1");

        assertEquals("first", describe(table.find("GET", "", "/p", both)));
    }

    @Test
    void eachOfTenThousandHostsHasItsOwnRouteForOnePath() {
        List<RouteTable.Entry<String>> entries = new ArrayList<>();
        for (int n = 0; n < 10_000; n++) {
            String host = n % 2 == 0 ? "shop" + n + ".example.com" : "*.shop" + n + ".example.com";
            entries.add(conditional(host, Set.of(host), Map.of(), 0));
        }
        RouteTable<String> table = RouteTable.of(entries);

        for (RouteTable.Entry<String> entry : entries) {
            String host = entry.route();
            assertEquals(host, describe(table.find("GET", host.replace("*", "x.y"), "/p", HttpFields.EMPTY)));
        }
    }

    @Test
    void aHostThatIsLongerThanANameCanBeHasOnlyTheRoutesForAnyHost() {
        RouteTable<String> table = RouteTable.of(List.of(
                conditional("domain", Set.of("*.example.com"), Map.of(), 0),
                conditional("any", Set.of(), Map.of(), 0)));

        assertEquals("domain", describe(table.find("GET", "a.".repeat(121) + "example.com", "/p", HttpFields.EMPTY)));
        assertEquals("any", describe(table.find("GET", "a.".repeat(125) + "example.com", "/p", HttpFields.EMPTY)));
    }

    @Test
    void anEmptyTableFindsNothing() {
        assertInstanceOf(Lookup.NotFound.class, RouteTable.of(List.of()).find("GET", "", "/", HttpFields.EMPTY));
    }

    @Test
    void eachOfTenThousandRoutesIsFound() {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            paths.add("/api/v" + i % 10 + "/thing" + i + (i % 3 == 0 ? "/{id}" : i % 3 == 1 ? "" : "/*"));
        }
        RouteTable<String> table = table(paths);

        for (String path : paths) {
            String asked = path.replace("{id}", "42").replace("*", "x/y");
            assertEquals(path, match(table, "GET", asked).route());
        }
    }

    private static RouteTable<String> table(List<String> paths) {
        return RouteTable.of(paths.stream().map(path -> entry(path, path)).toList());
    }

    private static RouteTable.Entry<String> entry(String name, String path, String... methods) {
        return new RouteTable.Entry<>(Conditions.of(path, methods), name);
    }

    private static RouteTable.Entry<String> conditional(
            String name, Set<String> hosts, Map<String, String> headers, int priority) {
        return new RouteTable.Entry<>(
                new Conditions(new PathPattern("/p"), Set.of("GET"), hosts, headers, priority), name);
    }

    private static RouteTable.Entry<String> prioritised(String name, String path, int priority) {
        return new RouteTable.Entry<>(
                new Conditions(new PathPattern(path), Set.of(), Set.of(), Map.of(), priority), name);
    }

    private static Lookup.Match<String> match(RouteTable<String> table, String method, String path) {
        if (table.find(method, "", path, HttpFields.EMPTY) instanceof Lookup.Match<String> match) {
            return match;
        }
        throw new AssertionError("no route for " + path);
    }

    private static String describe(Lookup<String> found) {
        if (found instanceof Lookup.Match<String> match) {
            return match.route();
        }
        if (found instanceof Lookup.OnlyWebSockets<String>) {
            return "only WebSockets";
        }
        return found instanceof Lookup.MethodNotAllowed<String> refused ? refused.allow() : "-";
    }
}
