package dev.cadenza.provider;

import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.SendResult;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A carrier whose calls wait for their answers, each in a thread of the carrier's own. */
abstract class BlockingCarrier implements Carrier {

    private final ExecutorService threads;

    /** @param atOnce most calls that are under way, of all groups */
    BlockingCarrier(String threadName, int atOnce) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(atOnce, atOnce, 30, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** Where the channel was changed at this moment, and this carrier closed, it goes in this thread. */
    final Future<SendResult> start(Callable<SendResult> call) {
        FutureTask<SendResult> task = new FutureTask<>(call);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
        return task;
    }

    final SendResult await(Future<SendResult> pending) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return pending.get();
                } catch (InterruptedException again) {
                    interrupted = true; // the request has left: its outcome is worth waiting for
                }
            }
        } catch (ExecutionException failure) {
            return new SendResult.Unknown("Sending through " + id() + " failed: " + failure.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
