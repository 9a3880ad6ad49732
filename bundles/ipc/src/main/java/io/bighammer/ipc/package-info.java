/**
 * How workers and local clients speak with the gateway: {@code bhp} is the worker protocol on its own, {@code workers} the
 * door that workers come in by, {@code json} the door for JSON requests.
 */
package io.bighammer.ipc;
