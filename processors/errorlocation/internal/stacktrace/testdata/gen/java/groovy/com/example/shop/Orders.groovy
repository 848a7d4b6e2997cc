package com.example.shop

import groovy.transform.CompileStatic

class Order {
    int id = 17

    int getPrice() {
        throw new IllegalStateException('no price') // want(groovy_property) com.example.shop.Order.getPrice
    }
}

class Orders {
    int total(int count) {
        100.intdiv(count) // want(groovy_method) com.example.shop.Orders.total
    }

    def prices(texts) {
        texts.collect { it.toInteger() } // want(groovy_closure) com.example.shop.Orders$_prices_closure1.doCall
    }

    def pairs(rows) {
        rows.each { row ->
            row.each {
                println 7.intdiv(it) // want(groovy_nested_closure) com.example.shop.Orders$_pairs_closure2$_closure3.doCall
            }
        }
    }

    def amount(order) {
        order.amount // want(groovy_missing_property) com.example.shop.Orders.amount
    }

    def ship(order) {
        order.ship('express') // want(groovy_missing_method) com.example.shop.Orders.ship
    }

    def length(text) {
        text.length() // want(groovy_null) com.example.shop.Orders.length
    }

    def check(items) {
        assert items.size() == 3 // want(groovy_power_assert) com.example.shop.Orders.check
    }

    def cast(value) {
        (Integer) value // want(groovy_cast) com.example.shop.Orders.cast
    }

    static parse(text) {
        Integer.parseInt(text) // want(groovy_static_method) com.example.shop.Orders.parse
    }

    def describe(order) {
        "order ${order.id}: ${order.customer}".toString() // want(groovy_gstring) com.example.shop.Orders.describe
    }

    def depth(n) {
        depth(n + 1) + 1 // want(groovy_overflow) com.example.shop.Orders.depth
    }

    def spread(texts) {
        texts*.toInteger() // want(groovy_spread) com.example.shop.Orders.spread
    }

    static class Line {
        def price() {
            [].first() // want(groovy_inner_class) com.example.shop.Orders$Line.price
        }
    }
}

class Money {
    int cents

    Money(int cents) {
        if (cents < 0) {
            throw new IllegalArgumentException("cents: $cents") // want(groovy_constructor) com.example.shop.Money.<init>
        }
        this.cents = cents
    }

    def div(Money other) {
        cents.intdiv(other.cents) // want(groovy_operator) com.example.shop.Money.div
    }
}

class Rates {
    static final EURO = '1,95' as BigDecimal
}

class Dynamic {
    def methodMissing(String name, args) {
        7.intdiv(args[0] - 7) // want(groovy_method_missing) com.example.shop.Dynamic.methodMissing
    }
}

trait Audited {
    int audit(String order) {
        order.charAt(7) // want(groovy_trait) com.example.shop.Audited$Trait$Helper.audit
    }
}

class Cart implements Audited {
}

@CompileStatic
class Typed {
    int divide(int n) {
        Math.floorDiv(7, n) // want(groovy_compile_static) com.example.shop.Typed.divide
    }

    void each(List<Integer> all) {
        all.each { int n ->
            println Math.floorMod(7, n) // want(groovy_compile_static_closure) com.example.shop.Typed$_each_closure1.doCall
        }
    }
}
