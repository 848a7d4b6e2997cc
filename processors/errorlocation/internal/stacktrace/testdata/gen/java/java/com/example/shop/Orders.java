package com.example.shop;

class Orders {
    int total(int count) {
        return 100 / count; // want(java_simple, java_module) com.example.shop.Orders.total
    }

    int depth(int n) {
        return depth(n + 1) + 1; // want(java_overflow) com.example.shop.Orders.depth
    }

    static void noMessage() {
        throw new IllegalStateException(); // want(java_no_message) com.example.shop.Orders.noMessage
    }

    static void noMessageCause() {
        try {
            noCause(null);
        } catch (RuntimeException e) {
            throw new IllegalStateException(null, e);
        }
    }

    static int noCause(String order) {
        return order.length(); // want(java_no_message_cause) com.example.shop.Orders.noCause
    }

    static final String REMOTE = "the warehouse answered:\n"
            + "java.lang.IllegalStateException: no stock\n"
            + "\tat com.example.warehouse.Stock.take(Stock.java:7)\n"
            + "\tat com.example.warehouse.Main.main(Main.java:3)";

    static void fakeFrames() {
        throw new IllegalStateException(REMOTE); // want(java_fake_frames) com.example.shop.Orders.fakeFrames
    }

    static void linesInMessage() {
        throw new IllegalArgumentException("2 errors:\n - name must not be blank\n - price: must be positive\n\nSee the manual"); // want(java_lines_in_message) com.example.shop.Orders.linesInMessage
    }

    static void asserted(int n) {
        assert n > 0 : n; // want(java_assertion) com.example.shop.Orders.asserted
    }

    static void copy() {
        Object[] items = new Integer[1];
        System.arraycopy(new Object[] {"book"}, 0, items, 0, 1); // want(java_array_store) com.example.shop.Orders.copy
    }

    static void dumpStack() {
        Thread.dumpStack(); // want(java_dump_stack) com.example.shop.Orders.dumpStack
    }
}

class Order {
    Order(int amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("amount: " + amount); // want(java_constructor) com.example.shop.Order.<init>
        }
    }
}

enum Status {
    OPEN, PAID;

    static Status parse(String name) {
        return valueOf(name); // want(java_enum) com.example.shop.Status.parse
    }
}

class Größe {
    int berechne(String größe) {
        return Integer.parseInt(größe); // want(java_unicode) com.example.shop.Größe.berechne
    }
}

class Rates {
    static final int EURO = Integer.parseInt("1,95"); // want(java_static_initializer) com.example.shop.Rates.<clinit>

    static int euro() {
        return EURO;
    }
}
