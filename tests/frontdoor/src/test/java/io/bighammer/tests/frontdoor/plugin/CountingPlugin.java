package io.bighammer.tests.frontdoor.plugin;

import io.bighammer.api.Context;
import io.bighammer.api.Plugin;
import io.bighammer.api.Store;

/** Counts visits in the store. */
public final class CountingPlugin implements Plugin {
    private Store store;

    public void take(Store offered) {
        store = offered;
    }

    @Override
    public void handleResponse(Context context) {
        context.response().headers().set("X-Visits", Long.toString(store.increment("visits", 1)));
    }
}
