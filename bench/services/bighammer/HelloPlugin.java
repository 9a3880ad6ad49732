package hello;

import io.bighammer.api.Context;
import io.bighammer.api.Plugin;

/** Answers by itself, so that what is measured is the gateway and nothing behind it. */
public final class HelloPlugin implements Plugin {
    private static final String ANSWER = "{\"status\":200,\"message\":\"OK\","
            + "\"data\":{\"service\":\"hello\",\"text\":\"A small answer, about a hundred bytes\"}}";

    @Override
    public void handleRequest(Context context) {
        context.answer(200).body(ANSWER).headers().set("Content-Type", "application/json");
    }
}
