package io.bighammer.bench;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Cloud Gateway with the one route of {@code application.yaml}. */
@SpringBootApplication
public class SpringProxy {

    public static void main(String[] arguments) {
        SpringApplication.run(SpringProxy.class, arguments);
    }
}
