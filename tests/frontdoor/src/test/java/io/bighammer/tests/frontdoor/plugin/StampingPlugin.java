package io.bighammer.tests.frontdoor.plugin;

import io.bighammer.api.Context;
import io.bighammer.api.Default;
import io.bighammer.api.Headers;
import io.bighammer.api.NonBlocking;
import io.bighammer.api.Plugin;
import io.bighammer.api.PluginConfig;

/** Puts a stamp on each answer, behind one that is there already. */
@NonBlocking
public final class StampingPlugin implements Plugin {

    /** @param edition of the settings; changes nothing */
    record Settings(@Default("0") int edition) {}

    @Override
    public void init(PluginConfig config) {
        config.as(Settings.class);
    }

    @Override
    public void handleResponse(Context context) {
        Headers headers = context.response().headers();
        headers.set(
                "X-Stamp", headers.first("X-Stamp").map(stamp -> stamp + " ").orElse("") + "seen");
    }
}
