/**
 * The services and their workers. The services themselves are here; their parts stand below, each leaning on later ones of this list alone:
 *
 * <ul>
 *   <li>{@code guest}: the workers that were started elsewhere
 *   <li>{@code worker}: the workers that the gateway starts, through all their processes
 *   <li>{@code health}: whether a worker can serve, and whether it lives
 *   <li>{@code pool}: the calls that wait, and the workers that are ready for them
 *   <li>{@code process}: what starts a program, hears it and ends it
 *   <li>{@code files}: what tells that the files of a service have changed
 *   <li>{@code time}: the thread on which things happen one after the other, and deadlines
 * </ul>
 *
 * <p>A request's way: {@link io.bighammer.services.pool.Pool#call} makes a {@link io.bighammer.services.pool.PooledCall}, whose
 * {@link io.bighammer.services.pool.BufferedBody} collects the front of the body; then it waits until the pool's matching hands it, as an
 * {@link io.bighammer.services.pool.Attempt}, to a {@link io.bighammer.services.pool.ReadyWorker}.
 *
 * <p>A worker's life: {@link io.bighammer.services.Supervisor} has a {@link io.bighammer.services.RunningService} for each service, with
 * a {@link io.bighammer.services.Generation} for each state of its code and settings, with a {@link io.bighammer.services.worker.Worker}
 * for each instance, which has one {@link io.bighammer.services.worker.WorkerRun} after the other, each with its
 * {@link io.bighammer.services.process.WorkerProcess}. A {@link io.bighammer.services.Renewal} brings the next generation so far that it
 * can serve; {@link io.bighammer.services.files.FileWatch} says when one is due. {@link io.bighammer.services.guest.Guests} are workers
 * that were started elsewhere.
 */
package io.bighammer.services;
