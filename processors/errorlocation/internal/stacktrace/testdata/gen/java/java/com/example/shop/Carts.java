package com.example.shop;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class Carts {
    static class Session implements AutoCloseable {
        final Throwable cause;

        Session(Throwable cause) {
            this.cause = cause;
        }

        @Override
        public void close() {
            throw new IllegalStateException("cannot close", cause);
        }
    }

    static void suppressed() {
        try (Session session = new Session(null)) {
            Map.of("book", 1).get(null); // want(java_suppressed) com.example.shop.Carts.suppressed
        }
    }

    static void suppressedWithCause() {
        try {
            try (Session session = new Session(new RuntimeException("lost"))) {
                checked(-1);
            }
        } catch (RuntimeException e) {
            throw new OrderFailed("cart", e);
        }
    }

    static void checked(int i) {
        System.out.println(new int[1][i]); // want(java_suppressed_with_cause) com.example.shop.Carts.checked
    }

    static class Broken {
        static final Object VALUE = List.of().iterator().next(); // want(java_class_not_initialized) com.example.shop.Carts$Broken.<clinit>
    }

    static void notInitialized() {
        try {
            System.out.println(Broken.VALUE);
        } catch (Error e) {
            System.out.println(Broken.VALUE);
        }
    }

    static Runnable anonymous() {
        return new Runnable() {
            @Override
            public void run() {
                Object price = "free";
                System.out.println((Integer) price); // want(java_anonymous_class) com.example.shop.Carts$1.run
            }
        };
    }

    class Item {
        int price() {
            return Optional.<Integer>empty().orElseThrow(); // want(java_inner_class) com.example.shop.Carts$Item.price
        }
    }

    static void lambda() {
        List.of(1, 0).stream()
                .map(n -> 100 / n) // want(java_lambda) com.example.shop.Carts.lambda$lambda$0
                .forEach(System.out::println);
    }

    static void methodReference() {
        List.of("1", "x1").forEach(Integer::parseInt); // want(java_method_reference) com.example.shop.Carts.methodReference
    }

    <T> T first(Iterable<T> all) {
        Iterator<T> i = all.iterator();
        return i.next(); // want(java_generic) com.example.shop.Carts.first
    }

    static void circular() {
        Exception a = new Exception("a"); // want(java_circular) com.example.shop.Carts.circular
        Exception b = new Exception("b", a);
        a.addSuppressed(b);
        a.printStackTrace();
    }

    static void noStack() {
        try {
            throw new Fast("sold out");
        } catch (Fast e) {
            throw new OrderFailed("no stock", e); // want(java_no_stack) com.example.shop.Carts.noStack
        }
    }

    static class Fast extends RuntimeException {
        Fast(String message) {
            super(message, null, false, false);
        }
    }
}
