package io.bighammer.tests.frontdoor.plugin;

import io.bighammer.api.Context;
import io.bighammer.api.NonBlocking;
import io.bighammer.api.Plugin;

/** Puts a stamp on each answer; does not look whether there is one already. */
@NonBlocking
public final class StampingPlugin implements Plugin {

    @Override
    public void handleResponse(Context context) {
        context.response().headers().add("X-Stamp", "seen");
    }
}
