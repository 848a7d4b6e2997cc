package com.example.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

class OrderFailed extends RuntimeException {
    OrderFailed(String message, Throwable cause) {
        super(message, cause);
    }
}

class Checkout {
    void run(String order) {
        try {
            pay(order);
        } catch (RuntimeException e) {
            throw new OrderFailed("order " + order, e);
        }
    }

    void pay(String order) {
        try {
            read(order);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pay", e);
        }
    }

    String read(String order) throws IOException {
        return Files.readString(Path.of("/srv/orders", order)); // want(java_nested_causes) com.example.shop.Checkout.read
    }

    void rethrown(String order) {
        try {
            read(order + order);
        } catch (IOException e) {
            throw new OrderFailed(e.toString(), null); // want(java_rethrown) com.example.shop.Checkout.rethrown
        }
    }
}
