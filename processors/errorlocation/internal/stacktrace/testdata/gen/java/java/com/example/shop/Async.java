package com.example.shop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;

class Async {
    static void future() throws Exception {
        var pool = Executors.newFixedThreadPool(1);
        try {
            Future<Integer> price = pool.submit(() -> price("none"));
            price.get();
        } finally {
            pool.shutdown();
        }
    }

    static int price(String item) {
        throw new java.util.NoSuchElementException(item); // want(java_future) com.example.shop.Async.price
    }

    static void completable() {
        CountDownLatch ready = new CountDownLatch(1);
        var price = CompletableFuture.supplyAsync(() -> await(ready))
                .thenApply(Integer::valueOf)
                .thenApply(n -> n + 1)
                .exceptionally(e -> {
                    throw new OrderFailed("no price", e); // want(java_completable_future) com.example.shop.Async.lambda$completable$3
                });
        ready.countDown();
        price.join();
    }

    static String await(CountDownLatch ready) {
        try {
            ready.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return "1x";
    }

    static void pool() {
        var pool = Executors.newFixedThreadPool(1);
        pool.execute(() -> {
            Object[] items = {};
            System.out.println(items[4]); // want(java_pool_thread) com.example.shop.Async.lambda$pool$4
        });
        pool.shutdown();
    }

    static void named() {
        new Thread(new Worker(), "order \"17\": worker").start();
    }

    static class Worker implements Runnable {
        @Override
        public void run() {
            throw new UnsupportedOperationException("refund"); // want(java_named_thread) com.example.shop.Async$Worker.run
        }
    }

    static void timeout() throws Exception {
        new CompletableFuture<String>().get(5, TimeUnit.MILLISECONDS); // want(java_timeout) com.example.shop.Async.timeout
    }

    static class Sum extends RecursiveTask<Integer> {
        final int n;

        Sum(int n) {
            this.n = n;
        }

        @Override
        protected Integer compute() {
            if (n == 0) {
                throw new ArithmeticException("no order"); // want(java_fork_join) com.example.shop.Async$Sum.compute
            }
            Sum rest = new Sum(n - 1);
            rest.fork();
            return rest.join() + n;
        }
    }

    static void forkJoin() {
        new ForkJoinPool(2).invoke(new Sum(2));
    }
}
