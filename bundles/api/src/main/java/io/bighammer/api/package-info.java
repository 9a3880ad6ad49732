/**
 * What a plugin author programs against.
 *
 * <p>The smallest plugin is one class:
 *
 * <pre>{@code
 * @Component(scope = ServiceScope.PROTOTYPE)
 * @PluginName("stamp")
 * @NonBlocking
 * public final class Stamp implements Plugin {
 *     @Override
 *     public void handleResponse(Context context) {
 *         context.response().headers().set("X-Stamp", "seen");
 *     }
 * }
 * }</pre>
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.bighammer.api;
