package io.bighammer.tests.frontdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ChineseTest {
    @Test
    void itIsReadAndWrittenEverywhereWhateverTheLocale() {
        Path folder = Distribution.newFolder("大锤");
        try (Installation bighammer = Installation.unpackedInto(folder)) {
            bighammer.set("LANG", "C");
            bighammer.set("LC_ALL", "C");
            bighammer.replace("config/config.json", "/config/router.json", "/config/路由.json");
            bighammer.write("config/路由.json", """
                    {"routes": [{"path": "/接口/{名}", "method": "GET", "handler": "问候_handler", "plugins": ["logger"]}]}
                    """);
            bighammer.write("config/services.json", """
                    {"services": [{"name": "问候", "path": "/Develop/问候.php", "env": {"问候语": "你好"}}]}
                    """);
            bighammer.write("config/plugins.json", "{\"plugins\": [{\"name\": \"logger\", \"enabled\": true}]}");
            bighammer.copy("services/问候.php", "Develop/问候.php");
            bighammer.start();

            HttpResponse<String> answer = bighammer
                    .client()
                    .get("/" + encoded("接口") + "/" + encoded("世界") + "?" + encoded("问") + "=" + encoded("吗"));

            assertEquals(
                    "{\"status\":200,\"message\":\"OK\",\"data\":{\"问候\":\"你好，世界\",\"path\":\"/接口/世界\",\"问\":\"吗\"}}",
                    answer.body());
            String printed =
                    "问候#1: [" + answer.headers().firstValue("X-Request-Id").orElse("") + "] 有人来了：世界";
            Await.until(
                    "the log has what the service printed",
                    () -> bighammer.log().contains(printed));
            Await.until(
                    "the access log has its line", () -> bighammer.accessLog().contains("\n"));
            JsonNode line = JsonMapper.shared().readTree(bighammer.accessLog());
            assertEquals("/接口/世界", line.path("path").asString());
            bighammer.duang("status").succeeded().says("问候#1");
        }
    }

    @Test
    void anErrorInAFileWithAChineseNameNamesIt() {
        try (Installation bighammer = Installation.unpacked()) {
            bighammer.set("LANG", "C");
            bighammer.set("LC_ALL", "C");
            bighammer.replace("config/config.json", "/config/router.json", "/config/路由.json");
            bighammer.write("config/路由.json", "{\"routes\": [{\"路径\": \"/\"}]}");

            Shell.Ended start = bighammer.duang("start").says("config/路由.json:1: routes[0].路径: ");

            assertTrue(start.code() != 0);
            bighammer.duang("check").endedWith(1).says("config/路由.json:1: routes[0].路径: ");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
