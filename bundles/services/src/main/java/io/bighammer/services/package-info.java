/**
 * The services and their workers.
 *
 * <p>A request's way: {@link io.bighammer.services.Pool#call} makes a {@link io.bighammer.services.PooledCall}, whose
 * {@link io.bighammer.services.BufferedBody} collects the front of the body; then it waits until the pool's matching hands it, as an
 * {@link io.bighammer.services.Attempt}, to a {@link io.bighammer.services.ReadyWorker}.
 *
 * <p>A worker's life: {@link io.bighammer.services.Supervisor} has a {@link io.bighammer.services.RunningService} for each service, with
 * a {@link io.bighammer.services.Generation} for each state of its code and settings, with a {@link io.bighammer.services.Worker} for
 * each instance, which has one {@link io.bighammer.services.WorkerRun} after the other, each with its
 * {@link io.bighammer.services.WorkerProcess}. A {@link io.bighammer.services.Renewal} brings the next generation so far that it can serve;
 * {@link io.bighammer.services.FileWatch} says when one is due. {@link io.bighammer.services.Guests} are workers that were started
 * elsewhere.
 */
package io.bighammer.services;
