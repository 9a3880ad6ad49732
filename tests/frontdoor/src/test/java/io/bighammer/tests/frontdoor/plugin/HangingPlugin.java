package io.bighammer.tests.frontdoor.plugin;

import io.bighammer.api.Plugin;
import io.bighammer.api.PluginConfig;
import java.util.concurrent.CountDownLatch;

/** A plugin that is never ready. */
public final class HangingPlugin implements Plugin {

    @Override
    public void init(PluginConfig config) throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
