package com.example.shop;

import java.lang.reflect.Proxy;

class Reflection {
    interface Prices {
        int price(String order);
    }

    static void invoke() throws Exception {
        Reflection.class.getDeclaredMethod("load", String.class).invoke(null, "17");
    }

    static void load(String order) {
        throw new IllegalStateException("no order " + order); // want(java_reflection) com.example.shop.Reflection.load
    }

    static Prices proxy() {
        return (Prices) Proxy.newProxyInstance(Reflection.class.getClassLoader(), new Class<?>[] {Prices.class}, (proxy, method, args) -> {
            throw new java.io.IOException("no connection"); // want(java_proxy) com.example.shop.Reflection.lambda$proxy$0
        });
    }
}
