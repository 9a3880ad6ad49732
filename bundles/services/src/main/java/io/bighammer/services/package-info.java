/**
 * The services and their workers.
 *
 * <p>A request's way: {@link io.bighammer.services.Pool#call} makes a {@link io.bighammer.services.PooledCall}, whose
 * {@link io.bighammer.services.BufferedBody} collects the front of the body; then it waits until the pool's matching hands it to a
 * {@link io.bighammer.services.ReadyWorker}. A worker's life: {@link io.bighammer.services.Supervisor} has a
 * {@link io.bighammer.services.RunningService} for each service, with a {@link io.bighammer.services.Worker} for each instance, which has
 * one {@link io.bighammer.services.WorkerProcess} after the other.
 */
package io.bighammer.services;
